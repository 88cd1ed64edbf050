namespace CharityLink.Law;

/// <summary>Campaigns of a major emergency (section D of the catalogue).</summary>
internal static class EmergencyRules
{
    /// <summary>CN-EMG-01: what could not be filed before is filed within some days of the opening (CL 73, PFM 13).</summary>
    [Rule("CN-EMG-01")]
    public static IEnumerable<Duty> FiledAfterwards(EmergencyClock clock, Rule rule) => [rule.Owes(clock.OpenedOn, Period.Days(rule.Number("days")), clock.FiledOn)];

    /// <summary>CN-EMG-02: in the rescue phase receipts are made public every few days (CL 72, PFM 13).</summary>
    [Rule("CN-EMG-02")]
    public static IEnumerable<Duty> DisclosedEveryFewDays(EmergencyClock clock, Rule rule) =>
        rule.OwesAgainAndAgain(clock.OpenedOn, Period.Days(rule.Number("days")), clock.DisclosedOn, clock.RescueEndedOn);
}
