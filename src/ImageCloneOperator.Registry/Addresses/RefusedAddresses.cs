namespace ImageCloneOperator.Registry.Addresses;

/// <summary>Which addresses a host may not have unless it is named on purpose.</summary>
public enum RefusedAddresses
{
    /// <summary>None, but for link-local ones that a registry sends us to.</summary>
    None,

    /// <summary>Those of this machine and its link, and addresses that are no host's.</summary>
    Local,

    /// <summary>The same, and those of private networks.</summary>
    Private,
}
