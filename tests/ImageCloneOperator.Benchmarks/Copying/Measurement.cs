namespace ImageCloneOperator.Benchmarks.Copying;

/// <summary>What one run of a program took; the memory is the largest resident set of its process.</summary>
internal sealed record Measurement(TimeSpan Wall, TimeSpan Cpu, long PeakBytes);
