using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;

namespace ImageCloneOperator.Commands.Verify;

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

    private static string ToTable(VerifyReport report) => string.Concat(
    [
        .. report.Images.Select(image => image.Restorable ? $"ok      {image.Source}\n" : $"failed  {image.Source}: {image.Problem}\n"),
        $"{report.Images.Count(image => image.Restorable)} of {report.Images.Count} images can be restored\n",
    ]);

    private static string ToJunit(VerifyReport report)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", $"{report.Cluster}.{report.Policy}");
            xml.WriteAttributeString("tests", report.Images.Count.ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString(
                "failures", report.Images.Count(image => !image.Restorable).ToString(CultureInfo.InvariantCulture));
            foreach (var image in report.Images) Write(xml, image);
            xml.WriteEndElement();
        }

        return text.Append('\n').ToString();
    }

    private static void Write(XmlWriter xml, VerifiedImage image)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", "restore");
        xml.WriteAttributeString("name", image.Source);
        if (!image.Restorable)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("message", image.Problem);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }
}
