using System.Collections.Immutable;

namespace ImageCloneOperator.Testing.Registry.Faults;

/// <summary>The faults in waiting; the first that matches a request strikes, alone.</summary>
public sealed class FaultList
{
    private ImmutableList<Fault> _faults = [];

    public Fault Add(Fault fault)
    {
        ImmutableInterlocked.Update(ref _faults, faults => faults.Add(fault));
        return fault;
    }

    public void Clear() => ImmutableInterlocked.Update(ref _faults, faults => faults.Clear());

    internal FaultEffect? Next(string method, RequestKind kind, string repository, string reference) =>
        Volatile.Read(ref _faults).Find(fault => fault.Strikes(method, kind, repository, reference))?.Effect;
}
