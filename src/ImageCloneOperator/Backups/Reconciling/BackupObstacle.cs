namespace ImageCloneOperator.Backups.Reconciling;

/// <summary>Why nothing is done for a backup, as its conditions say it.</summary>
internal sealed record BackupObstacle(string Reason, string Message);
