namespace ImageCloneOperator.Testing.KubeApi;

/// <summary>How an <see cref="ApiServer"/> runs.</summary>
public sealed record ApiServerOptions
{
    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Where the certificates and objects are kept between runs; null keeps nothing.</summary>
    public string? DataDirectory { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How many changes of each resource a watch can go back before it is told 410.</summary>
    public int RetainedChanges { get; init; } = 20_000;

    /// <summary>How often watches that asked for bookmarks get one.</summary>
    public TimeSpan BookmarkInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a page's continue token may be used.</summary>
    public TimeSpan ContinueLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether workloads are played through to running pods.</summary>
    public bool RunWorkloads { get; init; }

    /// <summary>With <see cref="RunWorkloads"/>: whether a pod's image can be pulled, given the image. Null: every image can.</summary>
    public Func<string, CancellationToken, Task<bool>>? CanPull { get; init; }
}
