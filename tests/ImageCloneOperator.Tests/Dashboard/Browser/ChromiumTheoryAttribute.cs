namespace ImageCloneOperator.Tests.Dashboard.Browser;

/// <summary>A test in which Chromium is the browser.</summary>
internal sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute() => Skip = Chromium.Program is null ? "chromium is not on the PATH" : null;
}
