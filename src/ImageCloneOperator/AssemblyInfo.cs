using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("ImageCloneOperator.Tests")]
