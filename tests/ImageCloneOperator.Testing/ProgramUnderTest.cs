namespace ImageCloneOperator.Testing;

/// <summary>
/// The program that tests run: the native one that the environment variable <c>IMAGE_CLONE_OPERATOR</c> names (<c>make publish</c>), else
/// the one that was built beside the tests.
/// </summary>
public static class ProgramUnderTest
{
    private static readonly string? Native = Environment.GetEnvironmentVariable("IMAGE_CLONE_OPERATOR");

    /// <summary>The file to start.</summary>
    public static string File => Native ?? "dotnet";

    /// <summary>Its arguments for those of the operator.</summary>
    public static IReadOnlyList<string> Arguments(params IEnumerable<string> arguments) =>
        Native is null ? [Path.Combine(AppContext.BaseDirectory, "image-clone-operator.dll"), .. arguments] : [.. arguments];
}
