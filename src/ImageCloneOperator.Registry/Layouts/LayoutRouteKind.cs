namespace ImageCloneOperator.Registry.Layouts;

/// <summary>The endpoints of the distribution specification that a layout has.</summary>
internal enum LayoutRouteKind
{
    None,
    Manifest,
    Blob,
    Uploads,
    Tags,
    Referrers,
}
