using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Rules;

namespace ImageCloneOperator.Core.Planning;

/// <summary>A backup as a workload asks for it.</summary>
public sealed record PlannedBackup(BackupKey Key, ImageReference Target, CopyRule Copy);
