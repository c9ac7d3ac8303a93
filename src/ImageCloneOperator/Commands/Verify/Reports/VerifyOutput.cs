using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;

namespace ImageCloneOperator.Commands.Verify.Reports;

/// <summary>The result of a verification as text.</summary>
internal static class VerifyOutput
{
    private static readonly VerifyJsonContext Json = new(ReadableJson.Of(VerifyJsonContext.Default.Options));

    public static string Write(VerifyReport report, VerifyFormat format) => format switch
    {
        VerifyFormat.Json => JsonSerializer.Serialize(report, Json.VerifyReport) + "\n",
        VerifyFormat.Junit => ToJunit(report),
        _ => ToTable(report),
    };

    private static string ToTable(VerifyReport report) => string.Concat(report.Policies.Select(policy => string.Concat(
    [
        .. policy.Images.Select(image => image.Restorable ? $"ok      {image.Source}\n" : $"failed  {image.Source}: {image.Problem}\n"),
        $"{policy.Name}: {policy.Images.Count(image => image.Restorable)} of {policy.Images.Length} images can be restored\n",
    ])));

    private static string ToJunit(VerifyReport report)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("testsuites");
            foreach (var policy in report.Policies) Write(xml, report.Cluster, policy);
            xml.WriteEndElement();
        }

        return text.Append('\n').ToString();
    }

    private static void Write(XmlWriter xml, string cluster, VerifiedPolicy policy)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", $"{cluster}.{policy.Name}");
        xml.WriteAttributeString("tests", policy.Images.Length.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("failures", policy.Images.Count(image => !image.Restorable).ToString(CultureInfo.InvariantCulture));
        foreach (var image in policy.Images) Write(xml, image);
        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, VerifiedImage image)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", "restore");
        xml.WriteAttributeString("name", image.Source);
        if (!image.Restorable)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("type", image.Problems[0].Level.ToString().ToLowerInvariant());
            xml.WriteAttributeString("message", image.Problem);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }
}
