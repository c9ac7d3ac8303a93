namespace ImageCloneOperator.Kubernetes.Queues;

/// <summary>
/// Slots for what is done by few at a time. Namespaces take turns, and neither a namespace nor a source host gets more than half of the
/// slots: whoever is slow, or many, leaves room for the others.
/// </summary>
public sealed class FairSlots(int size)
{
    private readonly int _most = (size + 1) / 2;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _hosts = new(StringComparer.Ordinal);

    /// <summary>Those that have work under way or waiting.</summary>
    private readonly Dictionary<string, Tenant> _tenants = new(StringComparer.Ordinal);

    /// <summary>The same: whoever was served goes to the end.</summary>
    private readonly LinkedList<Tenant> _turns = [];
    private int _free = size;

    /// <param name="namespaces">Those that want it done: it counts for the one that has the least of its own under way.</param>
    /// <param name="host">The host that decides how long it takes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What gives the slot back.</returns>
    public async Task<IDisposable> TakeAsync(IEnumerable<string> namespaces, string host, CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (_gate)
        {
            waiter = new Waiter(TenantFor(namespaces), host);
            if (_free > 0 && MayRun(waiter)) Grant(waiter);
            else waiter.Tenant.Waiting.AddLast(waiter.Place);
        }

        await using var cancelled = cancellationToken.UnsafeRegister((_, token) => Cancel(waiter, token), null);
        await waiter.Turn.Task;
        return new Slot(this, waiter);
    }

    private Tenant TenantFor(IEnumerable<string> namespaces)
    {
        var candidates = namespaces.Distinct(StringComparer.Ordinal).DefaultIfEmpty("")
            .Select(name => _tenants.GetValueOrDefault(name) ?? new Tenant(name));
        var least = candidates.MinBy(tenant => tenant.Running + tenant.Waiting.Count)!;
        if (_tenants.TryAdd(least.Name, least)) _turns.AddLast(least.Place);
        return least;
    }

    private bool MayRun(Waiter waiter) => waiter.Tenant.Running < _most && _hosts.GetValueOrDefault(waiter.Host) < _most;

    private void Grant(Waiter waiter)
    {
        _free--;
        _hosts[waiter.Host] = _hosts.GetValueOrDefault(waiter.Host) + 1;
        waiter.Tenant.Running++;
        _turns.Remove(waiter.Tenant.Place);
        _turns.AddLast(waiter.Tenant.Place);
        waiter.Turn.SetResult();
    }

    private void Release(Waiter waiter)
    {
        lock (_gate)
        {
            _free++;
            if (--_hosts[waiter.Host] == 0) _hosts.Remove(waiter.Host);
            waiter.Tenant.Running--;
            ForgetIdle(waiter.Tenant);
            while (_free > 0 && _turns.SelectMany(tenant => tenant.Waiting).FirstOrDefault(MayRun) is { } next)
            {
                next.Tenant.Waiting.Remove(next.Place);
                Grant(next);
            }
        }
    }

    private void Cancel(Waiter waiter, CancellationToken token)
    {
        lock (_gate)
        {
            if (waiter.Place.List is null) return;
            waiter.Tenant.Waiting.Remove(waiter.Place);
            ForgetIdle(waiter.Tenant);
            waiter.Turn.SetCanceled(token);
        }
    }

    private void ForgetIdle(Tenant tenant)
    {
        if (tenant is not { Running: 0, Waiting.Count: 0 }) return;
        _turns.Remove(tenant.Place);
        _tenants.Remove(tenant.Name);
    }

    private sealed class Tenant
    {
        public Tenant(string name) => (Name, Place) = (name, new LinkedListNode<Tenant>(this));

        public string Name { get; }

        public LinkedListNode<Tenant> Place { get; }

        public int Running { get; set; }

        public LinkedList<Waiter> Waiting { get; } = [];
    }

    private sealed class Waiter
    {
        public Waiter(Tenant tenant, string host) => (Tenant, Host, Place) = (tenant, host, new LinkedListNode<Waiter>(this));

        public Tenant Tenant { get; }

        public string Host { get; }

        /// <summary>In no list once it runs.</summary>
        public LinkedListNode<Waiter> Place { get; }

        public TaskCompletionSource Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Slot(FairSlots slots, Waiter waiter) : IDisposable
    {
        private int _given;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _given, 1) == 0) slots.Release(waiter);
        }
    }
}
