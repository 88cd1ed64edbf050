namespace CharityLink.Law;

/// <summary>The clocks of what must be made public, and what a disclosure must be.</summary>
public static class DisclosureLaw
{
    /// <summary>What a campaign owes: a disclosure every few months while it runs long, a full account after its end.</summary>
    public static IReadOnlyList<Duty> Owed(CampaignClock clock, RuleBook book) => book.Judge(clock).Duties;

    /// <summary>What a project owes.</summary>
    public static IReadOnlyList<Duty> Owed(ProjectClock clock, RuleBook book) => book.Judge(clock).Duties;

    /// <summary>What an organisation owes for a year.</summary>
    public static IReadOnlyList<Duty> Owed(AnnualClock clock, RuleBook book) => book.Judge(clock).Duties;

    /// <summary>What is owed after a major change.</summary>
    public static IReadOnlyList<Duty> Owed(MajorChangeClock clock, RuleBook book) => book.Judge(clock).Duties;

    /// <summary>What is owed after a dealing with a related party.</summary>
    public static IReadOnlyList<Duty> Owed(RelatedDealingClock clock, RuleBook book) => book.Judge(clock).Duties;

    /// <summary>The list of related parties that is due each year.</summary>
    public static IReadOnlyList<Duty> Owed(RelatedPartiesClock clock, RuleBook book) => book.Judge(clock).Duties;

    /// <summary>The entry on the state's platform.</summary>
    public static IReadOnlyList<Duty> Owed(StateEntryClock clock, RuleBook book) => book.Judge(clock).Duties;

    /// <summary>A disclosure is made public.</summary>
    public static Judgement Publishing(DisclosureFacts facts, RuleBook book) => book.Judge(facts);

    /// <summary>A disclosure is corrected.</summary>
    public static Judgement Correcting(CorrectionFacts facts, RuleBook book) => book.Judge(facts);
}
