namespace CharityLink.Law;

/// <summary>The law of a campaign, one door per act. Each answers with all reasons at once.</summary>
public static class CampaignLaw
{
    /// <summary>The plan goes to the authority (sections B and C).</summary>
    public static Judgement Filing(FilingFacts facts, RuleBook book) => book.Judge(facts);

    /// <summary>The authority gave a number.</summary>
    public static Judgement Number(NumberFacts facts, RuleBook book) => book.Judge(facts);

    /// <summary>The campaign opens: everything the filing asks for must still hold, and the number, too.</summary>
    public static Judgement Opening(OpeningFacts facts, RuleBook book) =>
        book.Judge(facts).And(Filing(facts.Filing, book)).And(facts.Number is { } number ? Number(number, book) : Judgement.None);

    /// <summary>A gift is taken.</summary>
    public static Judgement Gift(GiftFacts facts, RuleBook book) => book.Judge(facts);

    /// <summary>What is owed while the authority looks at the filing.</summary>
    public static IReadOnlyList<Duty> Owed(FilingClock clock, RuleBook book) => book.Judge(clock).Duties;

    /// <summary>What is owed after a change of the plan.</summary>
    public static IReadOnlyList<Duty> Owed(PlanChangeClock clock, RuleBook book) => book.Judge(clock).Duties;

    /// <summary>What is owed by a campaign of an emergency.</summary>
    public static IReadOnlyList<Duty> Owed(EmergencyClock clock, RuleBook book) => book.Judge(clock).Duties;
}
