using System.Reflection;
using System.Text.RegularExpressions;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Kubernetes.Coordination;
using ImageCloneOperator.Kubernetes.Dynamic;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCloneOperator.Kubernetes.Hosting;

/// <summary>What has been registered, so that all that is wrong with it can be said at once when the program starts.</summary>
internal sealed partial class OperatorRegistry
{
    private readonly HashSet<Type> _entities = [];
    private readonly List<(Type? Entity, ControllerOptions Options)> _controllers = [];
    private readonly List<(string Identifier, Type Entity)> _finalizers = [];

    /// <summary>Its kind; the type's own name where it does not say one.</summary>
    public static string NameOf(Type entity) => entity.GetCustomAttribute<KubernetesEntityAttribute>()?.Kind ?? entity.Name;

    /// <summary>False if it was there.</summary>
    public bool AddEntity(Type entity) => _entities.Add(entity);

    public void AddController(Type? entity, ControllerOptions options) => _controllers.Add((entity, options));

    public void AddFinalizer(string identifier, Type entity) => _finalizers.Add((identifier, entity));

    /// <exception cref="InvalidOperationException">
    /// Something is missing or contradictory; the message names every such thing and its remedy.
    /// </exception>
    public void Validate(IServiceProviderIsService services)
    {
        List<string> errors = [.. MissingServices(services), .. BadEntities(), .. BadControllers(), .. BadFinalizers()];
        if (errors.Count > 0) throw new InvalidOperationException("The operator cannot start:\n- " + string.Join("\n- ", errors));
    }

    private IEnumerable<string> MissingServices(IServiceProviderIsService services)
    {
        if (!services.IsService(typeof(IKubernetesClient))) yield return "There is no IKubernetesClient: call AddKubernetesClient().";
        if (FirstOn(Replicas.Leader) is { } led && !services.IsService(typeof(ILeaderElection)))
        {
            yield return $"Controller '{led.Name}' runs on the leader, and there is no ILeaderElection: register LeaseElection, "
                + "or AlwaysLeader for a single replica, or set RunsOn to Replicas.All.";
        }

        if (FirstOn(Replicas.Members) is { } shared && !services.IsService(typeof(IMembership)))
        {
            yield return $"Controller '{shared.Name}' runs on members, and there is no IMembership: register LeaseMembership, "
                + "or SoleMember for a single replica, or set RunsOn to Replicas.All.";
        }
    }

    private ControllerOptions? FirstOn(Replicas replicas) =>
        _controllers.Find(controller => controller.Options.RunsOn == replicas).Options;

    private IEnumerable<string> BadEntities() =>
        from entity in _entities
        where entity.GetCustomAttribute<KubernetesEntityAttribute>() is null
        select $"{entity.Name} does not say where the API serves it: give it the attribute [KubernetesEntity].";

    private IEnumerable<string> BadControllers()
    {
        foreach (var twin in _controllers.GroupBy(controller => controller.Options.Name, StringComparer.Ordinal)
            .Where(group => group.Count() > 1))
        {
            yield return $"{twin.Count()} controllers are named '{twin.Key}': an entity has one controller; "
                + "let others watch it with AddReconciler under a name of their own.";
        }

        foreach (var (_, options) in _controllers)
        {
            if (options.Workers < 1) yield return $"Controller '{options.Name}' has {options.Workers} workers: set Workers to 1 or more.";
            if (options.Deadline <= TimeSpan.Zero)
                yield return $"Controller '{options.Name}' has the deadline {options.Deadline}: set Deadline to more than zero.";
        }
    }

    private IEnumerable<string> BadFinalizers()
    {
        foreach (var (identifier, entity) in _finalizers)
        {
            if (_controllers.TrueForAll(controller => controller.Entity != entity))
            {
                yield return $"The finalizer '{identifier}' has no controller that would call it: "
                    + $"add one with AddController<…, {NameOf(entity)}>().";
            }

            if (!QualifiedName().IsMatch(identifier))
                yield return $"'{identifier}' is no name for a finalizer: use one such as example.com/clean-up.";
        }

        foreach (var twin in _finalizers.GroupBy(finalizer => finalizer).Where(group => group.Count() > 1))
        {
            yield return $"The finalizer '{twin.Key.Identifier}' is registered {twin.Count()} "
                + $"times for {NameOf(twin.Key.Entity)}: keep one.";
        }
    }

    // https://kubernetes.io/docs/concepts/overview/working-with-objects/names/: a DNS subdomain, a slash, and a name of at most 63
    // characters.
    [GeneratedRegex(
        @"\A[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?\z",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex QualifiedName();
}
