using System.Globalization;
using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Network;

namespace CharityLink.Tests.Network;

/// <summary>An organisation whose credentials are decided about, and the day it happens on.</summary>
internal static class Credentialed
{
    public const string Certificate = "粤江慈募001";

    public static readonly Guid Id = Guid.CreateVersion7();
    public static readonly Guid Clerk = Guid.CreateVersion7();
    public static readonly Guid Other = Guid.CreateVersion7();
    public static readonly Guid Entry = Guid.CreateVersion7();

    public static DateOnly Today { get; } = Day("2026-11-25");

    public static CredentialSurroundings Setting { get; } = Standing(OrganisationKind.Federation);

    public static StandingRecorded Since(string day) => new(Id, Day(day), null, Clerk);

    public static QualificationEntered Entered { get; } = new(Id, Entry, Certificate, Day("2025-03-01"), "seen", Clerk);

    public static QualificationGranted Granted { get; } = new(Id, Entry, Certificate, Day("2025-03-01"), Other);

    public static QualificationRevoked Revoked(string day) => new(Id, Entry, Day(day), "why", Clerk);

    public static CredentialSurroundings Standing(OrganisationKind kind) => new(
        new Organisation(Id, "甲", "A", kind, DivisionCode.Parse("440703"), "52620600MJY949356H", null, false, null, true), Today, Clerk, OrganisationJurisdiction.Default);

    public static Scenario<OrganisationCredentials, ICredentialEvent> Given(params IEnumerable<ICredentialEvent> facts) => Scenario<OrganisationCredentials, ICredentialEvent>.Given(facts);

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
