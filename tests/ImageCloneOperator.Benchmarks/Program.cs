await Console.Error.WriteLineAsync("No benchmark is defined yet.");
return 2;
