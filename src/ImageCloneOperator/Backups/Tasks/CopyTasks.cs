using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Backups.Tasks;

/// <summary>The copies under way.</summary>
internal sealed class CopyTasks(int size, TimeProvider time, ILogger<CopyTasks> logger) : BackgroundTasks(size, time, logger)
{
    public override string Name => "CopyTasks";
}
