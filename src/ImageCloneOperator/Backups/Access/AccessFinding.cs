using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Core.Backups;

namespace ImageCloneOperator.Backups.Access;

/// <summary>The answers of a source, and what the status of its backup becomes by them.</summary>
internal sealed record AccessFinding(AccessRound Round, SourceAccess Access);
