using System.Collections.Immutable;
using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Network;

namespace CharityLink.Disclosure;

/// <summary>What one organisation owes for itself, folded from facts.</summary>
/// <param name="Since">The year it joined: nothing is owed here for years before.</param>
/// <param name="Events">Major events by id, with the day they happened and the day they were made public.</param>
internal sealed record OrganisationClock(
    Guid OrganisationId, string Division, string NameZh, string NameEn, bool IsLegalPerson, bool IsVerified, int Since,
    ImmutableDictionary<int, DateOnly> Annual, ImmutableDictionary<int, DateOnly> Lists, ImmutableDictionary<Guid, MajorEventDay> Events)
{
    /// <summary>The laws it chose, the last one last.</summary>
    public ImmutableList<LawSince> Laws { get; init; } = [];

    /// <summary>The times in which gifts to it may be deducted.</summary>
    public ImmutableList<TaxListedTime> TaxListings { get; init; } = [];

    /// <summary>After one more fact of the organisation itself.</summary>
    public static OrganisationClock After(OrganisationClock? clock, IOrganisationEvent fact, DateTimeOffset at) => (clock, fact) switch
    {
        (null, OrganisationRegistered e) => new(
            e.OrganisationId, e.Division.Value, e.NameZh, e.NameEn, e.Uscc is not null, false, WorkingDays.China.DayOf(at).Year,
            ImmutableDictionary<int, DateOnly>.Empty, ImmutableDictionary<int, DateOnly>.Empty, ImmutableDictionary<Guid, MajorEventDay>.Empty),
        (null, _) => throw new CorruptStreamException(clock, fact),
        ({ } c, OrganisationChanged e) => c with { NameZh = e.NameZh, NameEn = e.NameEn, IsLegalPerson = e.Uscc is not null },
        ({ } c, OrganisationVerified) => c with { IsVerified = true },
        _ => clock,
    };

    /// <summary>After one more thing it made public, or has to.</summary>
    public OrganisationClock After(IPublicityEvent fact) => fact switch
    {
        MajorEventRecorded e => this with { Events = Events.Add(e.EventId, new(e.Kind, e.HappenedOn, null)) },
        OrganisationReported { Kind: "annual", Year: { } year } e => this with { Annual = Annual.Add(year, e.PublishedOn) },
        OrganisationReported { Kind: "related_parties", Year: { } year } e => this with { Lists = Lists.Add(year, e.PublishedOn) },
        OrganisationReported { EventId: { } id } e => this with { Events = Events.SetItem(id, Events[id] with { DisclosedOn = e.PublishedOn }) },
        _ => this,
    };

    /// <summary>After it chose another law.</summary>
    public OrganisationClock After(JurisdictionChosen fact, DateTimeOffset at) => this with { Laws = Laws.Add(new(WorkingDays.China.DayOf(at), fact.Jurisdiction)) };

    /// <summary>Whose law it stood under on a day: what was done before a choice stays judged by the law it was done under.</summary>
    public string LawOn(DateOnly day) => Laws.FindLast(law => law.Since <= day)?.Jurisdiction ?? OrganisationJurisdiction.Default;

    /// <summary>After the authorities listed it.</summary>
    public OrganisationClock After(TaxListingRecorded fact) => this with { TaxListings = TaxListings.Add(new(fact.From, fact.Until)) };

    /// <summary>Everything it owes or owed for itself, for the years the calendar has data for.</summary>
    public IEnumerable<DutyRow> Duties()
    {
        if (!IsLegalPerson || !IsVerified)
        {
            return [];
        }

        var division = DivisionCode.Parse(Division);
        RuleBook Book(DateOnly day) => RuleBook.Of(LawOn(day), division, day);
        var years = WorkingDays.China.Years.Where(year => year > Since).Order().ToList();
        var yearly = years.SelectMany(year => DisclosureLaw.Owed(new AnnualClock(year - 1, IsTaxListed(year - 1), Day(Annual, year - 1)), Book(new(year, 1, 1)))
            .Concat(DisclosureLaw.Owed(new RelatedPartiesClock(year, Day(Lists, year)), Book(new(year, 1, 1)))))
            .Select(duty => Row(duty, null));
        var events = Events.OrderBy(one => one.Value.HappenedOn).ThenBy(one => one.Key).SelectMany(one => Owed(one.Value, Book(one.Value.HappenedOn)).Select(duty => Row(duty, one.Key)));
        return yearly.Concat(events);
    }

    // A single day on the list is enough: gifts of that day were deducted.
    private bool IsTaxListed(int year) => TaxListings.Exists(time => time.From.Year <= year && time.Until.Year >= year);

    private static IReadOnlyList<Duty> Owed(MajorEventDay day, RuleBook book) => day.Kind == "related_dealing"
        ? DisclosureLaw.Owed(new RelatedDealingClock(day.HappenedOn, day.DisclosedOn), book)
        : DisclosureLaw.Owed(new MajorChangeClock(day.HappenedOn, day.DisclosedOn), book);

    private static DateOnly? Day(ImmutableDictionary<int, DateOnly> days, int year) => days.TryGetValue(year, out var day) ? day : null;

    private DutyRow Row(Duty duty, Guid? about) => DutyRow.Of(duty, OrganisationId, Division, null, about, NameZh, NameEn);
}

/// <summary>A law that was chosen, and the first day it held on.</summary>
internal sealed record LawSince(DateOnly Since, string Jurisdiction);

/// <summary>A time on the tax list, both days included.</summary>
internal sealed record TaxListedTime(DateOnly From, DateOnly Until);

/// <summary>A major event as the clocks need it.</summary>
internal sealed record MajorEventDay(string Kind, DateOnly HappenedOn, DateOnly? DisclosedOn);
