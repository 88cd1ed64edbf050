using CharityLink.Disclosure;
using CharityLink.Giving;
using CharityLink.Law;
using CharityLink.Matching;
using CharityLink.Network;
using CharityLink.Programs;
using CharityLink.Projects;
using CharityLink.Web.Evidence;
using CharityLink.Web.Giving.Words;
using CharityLink.Web.Projects.Pages;

namespace CharityLink.Web.Projects;

/// <summary>All that a project's public pages are made of.</summary>
/// <param name="Organiser">Who raises and holds the money; null where the network does not know it yet.</param>
/// <param name="Path">From the city down to where the need is.</param>
/// <param name="Now">The moment the page speaks of.</param>
/// <param name="Address">The page's own address as the world reaches it.</param>
public sealed record ProjectAbout(
    ProjectView View, OrganisationRow? Organiser, OrganisationRow? Proposer, ProgramRow? Program, Totals Totals, IReadOnlyList<Division> Path, Divisions Divisions, DateTimeOffset Now, string Address)
{
    /// <summary>What the organiser is entitled to; null where nothing is known.</summary>
    public CredentialRow? Entitled { get; init; }

    /// <summary>Every report and correction, in the order they were made public.</summary>
    public IReadOnlyList<ReportRow> Reports { get; init; } = [];

    /// <summary>What is owed to the public by now.</summary>
    public IReadOnlyList<DutyRow> Duties { get; init; } = [];

    /// <summary>What sponsors added to its gifts.</summary>
    public IReadOnlyList<MatchProjectRow> Matches { get; init; } = [];

    /// <summary>The promises behind what was added.</summary>
    public IReadOnlyDictionary<Guid, MatchPoolRow> Pools { get; init; } = new Dictionary<Guid, MatchPoolRow>();

    /// <summary>The day it is where the project is.</summary>
    public DateOnly Today => WorkingDays.China.DayOf(Now);

    /// <summary>The project as lists show it.</summary>
    public ProjectRow Row => View.Row;

    /// <summary>The picture's own address as the world reaches it; null where there is none.</summary>
    public string? Picture => Row.Cover is { } cover && Uri.TryCreate(Address, UriKind.Absolute, out var page) ? new Uri(page, EvidenceRoutes.PublicUrl(cover.File.Hash)).ToString() : null;

    /// <summary>What only its own pages tell.</summary>
    public ProjectStory Story => View.Story;

    /// <summary>What was promised: shown apart from what was raised (CN-DON-09).</summary>
    public Pledged Pledged { get; init; } = Pledged.None;

    /// <summary>What of it is collected from cards, if the goal is reached.</summary>
    public Pledged ByCard { get; init; } = Pledged.None;

    /// <summary>How far it has been carried out; null until its steps are planned.</summary>
    public ProjectDelivery? Delivery { get; init; }

    /// <summary>What its givers say, as far as it was let through.</summary>
    public IReadOnlyList<ShownWords> Words { get; init; } = [];

    /// <summary>What it was given in kind.</summary>
    public GoodsGivenHere Goods { get; init; } = GoodsGivenHere.None;

    /// <summary>What it tells and was asked.</summary>
    public VoiceSummary Voices { get; init; } = VoiceSummary.None;

    /// <summary>Who raises for it on pages of their own.</summary>
    public PageCards Pages { get; init; } = PageCards.None;

    /// <summary>A gift can be begun now, as far as the project and its organiser go.</summary>
    public bool TakesGifts => Row.TakesGifts(Now) && Organiser?.IsActive == true;
}
