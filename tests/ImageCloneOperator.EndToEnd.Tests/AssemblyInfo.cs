[assembly: TestFramework("ImageCloneOperator.EndToEnd.Tests.Support.EndToEndFramework", "ImageCloneOperator.EndToEnd.Tests")]
