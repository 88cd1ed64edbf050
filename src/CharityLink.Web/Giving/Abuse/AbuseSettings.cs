namespace CharityLink.Web.Giving.Abuse;

/// <summary>From when on giving is looked at twice: section <c>Giving:Abuse</c>. A federation sets it; nothing here is law. Nobody is turned away by these, only asked for a little work or patience.</summary>
public sealed record AbuseSettings
{
    /// <summary>Gifts from one address in a window that nobody asks about. One address may be a company or a whole village.</summary>
    public int PerAddress { get; init; } = 30;

    /// <summary>The same for one mailbox.</summary>
    public int PerMailbox { get; init; } = 10;

    /// <summary>The same for one cause, from everywhere: many in an hour of need.</summary>
    public int PerCause { get; init; } = 3_000;

    /// <summary>How long gifts and declined cards are counted.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>So many small cards declined for one cause in a window look like somebody trying out stolen ones.</summary>
    public int DeclinesPerCause { get; init; } = 20;

    /// <summary>The same for one address.</summary>
    public int DeclinesPerAddress { get; init; } = 5;

    /// <summary>What counts as small, in fen.</summary>
    public long SmallMinor { get; init; } = 30_00;

    /// <summary>How long everybody is asked after an alarm.</summary>
    public TimeSpan AlarmFor { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How much work a browser does: so many leading zero bits, each more doubles it. Sixteen take a phone a second.</summary>
    public int Bits { get; init; } = 16;

    /// <summary>The same while cards are being tried out.</summary>
    public int AlarmBits { get; init; } = 18;

    /// <summary>How long somebody waits whose browser does no work for us.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How far apart those are let through who wait at one address.</summary>
    public TimeSpan Spacing { get; init; } = TimeSpan.FromSeconds(5);
}
