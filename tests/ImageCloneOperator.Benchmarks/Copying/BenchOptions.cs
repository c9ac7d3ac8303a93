namespace ImageCloneOperator.Benchmarks.Copying;

internal sealed record BenchOptions(string RegistryProgram, DirectoryInfo Folder, int Rounds, TimeSpan Flood);
