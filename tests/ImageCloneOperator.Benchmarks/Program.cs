using ImageCloneOperator.Benchmarks.Copying;

return await CopyBenchmarks.CreateCommand().Parse(args).InvokeAsync();
