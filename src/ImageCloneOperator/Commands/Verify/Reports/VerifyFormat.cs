namespace ImageCloneOperator.Commands.Verify.Reports;

/// <summary>How the result of a verification is written.</summary>
internal enum VerifyFormat
{
    /// <summary>A line for each image.</summary>
    Table,

    Json,

    /// <summary>The XML of test reports, which CI systems read.</summary>
    Junit,
}
