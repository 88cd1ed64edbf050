using CharityLink.Kernel;

namespace CharityLink.People;

/// <summary>What a caller may read, as SQL can ask for it: <c>division like any (@within)</c>.</summary>
public static class ReadScope
{
    /// <summary>One pattern per division the caller's roles reach; none when there is no role, which matches nothing.</summary>
    public static string[] Patterns(Caller caller) => caller.Kind == CallerKind.System || caller.Appointments.Any(a => a.Role == Role.Administrator)
        ? ["%"]
        : [.. caller.Appointments.Select(a => a.Division.Prefix + "%").Distinct(StringComparer.Ordinal)];
}
