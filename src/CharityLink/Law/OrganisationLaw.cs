namespace CharityLink.Law;

/// <summary>The law of an organisation's credentials.</summary>
public static class OrganisationLaw
{
    /// <summary>The certificate for public fundraising is applied for, or one is recorded.</summary>
    public static Judgement Qualification(QualificationFacts facts, RuleBook book) => book.Judge(facts);

    /// <summary>Somebody is to be responsible for it.</summary>
    public static Judgement ResponsiblePerson(ResponsiblePersonFacts facts, RuleBook book) => book.Judge(facts);
}

/// <summary>The law of what money is used for, and of who decides.</summary>
public static class MoneyLaw
{
    /// <summary>Money is to serve another purpose.</summary>
    public static Judgement PurposeChange(PurposeChangeFacts facts, RuleBook book) => book.Judge(facts);

    /// <summary>What is left is given on.</summary>
    public static Judgement Surplus(SurplusFacts facts, RuleBook book) => book.Judge(facts);

    /// <summary>Goods are taken in, or seen by a second person.</summary>
    public static Judgement Goods(GoodsFacts facts, RuleBook book) => book.Judge(facts);

    /// <summary>Somebody decides.</summary>
    public static Judgement Deciding(DecisionFacts facts, RuleBook book) => book.Judge(facts);
}
