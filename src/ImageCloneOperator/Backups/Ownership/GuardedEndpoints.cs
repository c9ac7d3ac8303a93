using ImageCloneOperator.Backups.Inputs;
using ImageCloneOperator.Credentials;
using ImageCloneOperator.Credentials.Secrets;

namespace ImageCloneOperator.Backups.Ownership;

/// <summary>
/// The ends of a copy. The target takes manifests only for as long as the backup is this replica's: a process may have been stopped in the
/// middle of a copy, and another have gone on with it.
/// </summary>
internal sealed class GuardedEndpoints(RegistryEndpointResolver access, OwnedBackups owned)
{
    /// <exception cref="RegistryConfigurationException">A secret that the policy names is missing or malformed.</exception>
    public async Task<BackupEndpoints> OfAsync(BackupInput input, CancellationToken cancellationToken)
    {
        var ends = await input.EndpointsAsync(access, cancellationToken);
        return ends with { Target = ends.Target with { BeforeManifest = Check } };

        void Check()
        {
            if (!owned.Owns(input.Backup)) throw new OwnershipLostException(input.Backup.Metadata.Name!);
        }
    }
}
