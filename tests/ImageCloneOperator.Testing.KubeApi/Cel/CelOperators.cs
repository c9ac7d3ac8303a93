namespace ImageCloneOperator.Testing.KubeApi.Cel;

/// <summary>CEL's arithmetic and comparison; integer overflow and mixed types are errors, as the language has it.</summary>
internal static class CelOperators
{
    public static object Apply(string symbol, object? left, object? right) => symbol switch
    {
        "==" => CelValues.Same(left, right),
        "!=" => !CelValues.Same(left, right),
        "<" => Compare(left, right) < 0,
        "<=" => Compare(left, right) <= 0,
        ">" => Compare(left, right) > 0,
        ">=" => Compare(left, right) >= 0,
        "in" => In(left, right),
        _ => Arithmetic(symbol, left, right),
    };

    public static int Compare(object? left, object? right) => (left, right) switch
    {
        (long a, long b) => a.CompareTo(b),
        (long or double, long or double) => Convert.ToDouble(left).CompareTo(Convert.ToDouble(right)),
        (string a, string b) => string.CompareOrdinal(a, b),
        (bool a, bool b) => a.CompareTo(b),
        (TimeSpan a, TimeSpan b) => a.CompareTo(b),
        _ => throw NoOverload(left, right),
    };

    public static object Negate(object? value) => value switch
    {
        long number => Checked(() => checked(-number)),
        double number => -number,
        TimeSpan duration => -duration,
        _ => throw new CelException("no such overload"),
    };

    private static bool In(object? item, object? container) => container switch
    {
        List<object?> list => list.Exists(other => CelValues.Same(item, other)),
        CelObject obj => item is string key && obj.Has(key),
        _ => throw NoOverload(item, container),
    };

    private static object Arithmetic(string symbol, object? left, object? right) => (left, right) switch
    {
        (long a, long b) => Integers(symbol, a, b),
        (double a, double b) when symbol != "%" => Doubles(symbol, a, b),
        (string a, string b) when symbol == "+" => a + b,
        (List<object?> a, List<object?> b) when symbol == "+" => a.Concat(b).ToList(),
        (TimeSpan a, TimeSpan b) when symbol == "+" => a + b,
        (TimeSpan a, TimeSpan b) when symbol == "-" => a - b,
        _ => throw NoOverload(left, right),
    };

    private static long Integers(string symbol, long a, long b) => (symbol, b) switch
    {
        ("/", 0) => throw new CelException("division by zero"),
        ("%", 0) => throw new CelException("modulus by zero"),
        _ => Checked(() => symbol switch
        {
            "+" => checked(a + b),
            "-" => checked(a - b),
            "*" => checked(a * b),
            "/" => checked(a / b),
            _ => b == -1 ? 0 : a % b,
        }),
    };

    private static double Doubles(string symbol, double a, double b) => symbol switch
    {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        _ => a / b,
    };

    private static long Checked(Func<long> compute)
    {
        try
        {
            return compute();
        }
        catch (OverflowException)
        {
            throw new CelException("integer overflow");
        }
    }

    private static CelException NoOverload(object? left, object? right) =>
        new($"no such overload: ({CelValues.TypeName(left)}, {CelValues.TypeName(right)})");
}
