using CharityLink.Kernel;

namespace CharityLink.Tests;

/// <summary>People with appointments, for commands and pages.</summary>
internal static class Staff
{
    /// <summary>An account that holds a role at an organisation of a division.</summary>
    public static Caller Holding(Role role, string division, Guid? organisation = null, Guid? account = null) =>
        new(account ?? Guid.CreateVersion7(), CallerKind.Account, [new Appointment(role, organisation ?? Guid.CreateVersion7(), DivisionCode.Parse(division))]);
}
