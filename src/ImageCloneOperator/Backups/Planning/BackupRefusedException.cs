namespace ImageCloneOperator.Backups.Planning;

/// <summary>The ImageBackup of one image cannot be made, and why: the API server refuses it, or another image's has its name.</summary>
public sealed class BackupRefusedException(string message) : Exception(message);
