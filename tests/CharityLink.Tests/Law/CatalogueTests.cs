using System.Text.Json;
using CharityLink.Kernel;
using CharityLink.Law;

namespace CharityLink.Tests.Law;

/// <summary>The catalogue: all of it is read, by date and place, and its numbers decide.</summary>
public sealed class CatalogueTests
{
    private static readonly DivisionCode _guangzhou = DivisionCode.Parse("440103");

    [Fact]
    public void Every_rule_of_the_catalogue_is_read()
    {
        Assert.Equal(153, Catalogue.Standard.Rules.Count);
        Assert.Equal(153, RulesWeKeep.All.Count);
        Assert.Equal(["CN", "GB", "US", "EU"], Catalogue.Standard.Jurisdictions, StringComparer.Ordinal);
        Assert.All(Catalogue.Standard.Rules, rule => Assert.NotEqual(rule.TitleEn, rule.TitleZh, StringComparer.Ordinal));
    }

    [Fact]
    public void What_may_be_shown_as_law_has_a_sentence_in_both_languages() => Assert.All(
        RulesWeKeep.All.Where(one => one.State != RuleState.NotApplicable && one.Rule.Confidence != Confidence.Unread),
        one => Assert.True(one.Rule is { TextZh.Length: > 0, TextEn.Length: > 0 }, one.Rule.Id));

    [Fact]
    public void What_was_read_says_where_it_stands_written() =>
        Assert.All(Catalogue.Standard.Rules.Where(rule => rule.Confidence == Confidence.Read), rule => Assert.NotEmpty(rule.Citations));

    [Fact]
    public void A_rule_binds_from_its_first_day_to_its_last()
    {
        Assert.Null(RuleBook.Of("CN", Lawful.Place, Lawful.Day("2024-09-04")).Find("CN-PLAN-02"));
        Assert.NotNull(RuleBook.Of("CN", Lawful.Place, Lawful.Day("2024-09-05")).Find("CN-PLAN-02"));
        var ended = Book("""[{"effectiveTo":"2026-11-22","days":10}]""", "[]");
        Assert.Null(ended.Find("CN-PLAN-02"));
        Assert.NotNull(Book("""[{"effectiveTo":"2026-11-23","days":10}]""", "[]").Find("CN-PLAN-02"));
        CampaignLaw.Opening(Lawful.Opening with { FiledOn = null }, ended).Allows();
    }

    [Theory]
    [InlineData(17, true)]
    [InlineData(18, false)]
    public void Another_number_in_the_data_is_another_outcome(int days, bool allowed)
    {
        // Filed on 23 November for 10 December: seventeen days.
        var parameters = $$$"""[{"rule":"CN-PLAN-02","division":null,"effectiveFrom":"2026-11-23","values":{"days":{{{days}}}}}]""";
        Assert.Equal(allowed, CampaignLaw.Opening(Lawful.Opening, Book("""[{"days":10}]""", parameters)).IsAllowed);
        Assert.Equal(allowed, CampaignLaw.Opening(Lawful.Opening, Book($$$"""[{"days":{{{days}}}}]""", "[]")).IsAllowed);
    }

    [Fact]
    public void A_number_not_yet_in_force_does_not_count()
    {
        const string Later = """[{"rule":"CN-PLAN-02","division":null,"effectiveFrom":"2026-11-24","values":{"days":20}}]""";
        CampaignLaw.Opening(Lawful.Opening, Book("""[{"days":10}]""", Later)).Allows();
        CampaignLaw.Opening(Lawful.Opening, Book("""[{"days":10}]""", Later, Lawful.Day("2026-11-24"))).Refuses("CN-PLAN-02", "filed_too_late");
    }

    [Fact]
    public void The_number_of_the_narrowest_place_wins_and_the_youngest_there()
    {
        const string Local = """
            [{"rule":"CN-PLAN-02","division":"440103","effectiveFrom":"2025-01-01","values":{"days":30}},
             {"rule":"CN-PLAN-02","division":"440100","effectiveFrom":"2026-01-01","values":{"days":20}},
             {"rule":"CN-PLAN-02","division":"440103","effectiveFrom":"2025-06-01","values":{"days":31}}]
            """;
        var catalogue = Read("""[{"days":10}]""", Local);
        Assert.Equal(31, catalogue.Book("CN", _guangzhou, Lawful.Today).Find("CN-PLAN-02")?.Number("days"));
        Assert.Equal(20, catalogue.Book("CN", DivisionCode.Parse("440104"), Lawful.Today).Find("CN-PLAN-02")?.Number("days"));
        Assert.Equal(10, catalogue.Book("CN", Lawful.Place, Lawful.Today).Find("CN-PLAN-02")?.Number("days"));
    }

    [Fact]
    public void The_version_of_the_narrowest_place_wins_and_the_youngest_there()
    {
        var catalogue = Read("""[{"days":10},{"divisionCode":"440100","days":20,"effectiveFrom":"2025-01-01"},{"divisionCode":"440100","days":25,"effectiveFrom":"2026-01-01"}]""", "[]");
        Assert.Equal(25, catalogue.Book("CN", _guangzhou, Lawful.Today).Find("CN-PLAN-02")?.Number("days"));
        Assert.Equal(20, catalogue.Book("CN", _guangzhou, Lawful.Day("2025-12-31")).Find("CN-PLAN-02")?.Number("days"));
        Assert.Equal(10, catalogue.Book("CN", Lawful.Place, Lawful.Today).Find("CN-PLAN-02")?.Number("days"));
    }

    [Fact]
    public void A_local_rule_binds_only_there()
    {
        Assert.NotNull(RuleBook.Of("CN", _guangzhou, Lawful.Today).Find("CN-4401-01"));
        Assert.Null(Lawful.Book.Find("CN-4401-01"));
    }

    [Fact]
    public void Under_the_law_of_Britain_no_rule_of_China_speaks_and_its_own_that_were_read_are_listed()
    {
        var book = RuleBook.Of("GB", Lawful.Place, Lawful.Today);
        CampaignLaw.Opening(Lawful.Opening with { FiledOn = null, LiveListings = 0, Filing = Lawful.Filing with { AccountOwnerId = null } }, book).Allows();
        Assert.Empty(DisclosureLaw.Owed(new StateEntryClock(Lawful.Today, null), book));
        Assert.Equal(["UK-GA-01", "UK-GA-02", "UK-GA-03", "UK-GA-04"], book.Rules.Select(rule => rule.Id).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.All(book.Rules, rule => Assert.Equal(Confidence.Read, rule.Confidence));
    }

    [Theory]
    [InlineData("XX 1", "P")]
    [InlineData("CL 1", "X")]
    public void What_cannot_be_read_stops_the_program_at_its_start(string citation, string confidence) =>
        Assert.Throws<JsonException>(() => Catalogue.Read(Rules("""[{"days":1}]""", citation, confidence), "[]", "{}"));

    [Fact]
    public void A_parameter_that_is_missing_is_a_bug_and_says_so() => Assert.Throws<InvalidOperationException>(() => Lawful.Book.Find("CN-PLAN-02")?.Number("weeks"));

    private static RuleBook Book(string versions, string parameters, DateOnly? day = null) => Read(versions, parameters).Book("CN", Lawful.Place, day ?? Lawful.Today);

    private static Catalogue Read(string versions, string parameters) => Catalogue.Read(Rules(versions, "PFM 11", "P"), parameters, "{}");

    // CN-PLAN-02 in the versions given: what is not said of one is as in the catalogue.
    private static string Rules(string versions, string citation, string confidence) => JsonSerializer.Serialize(new
    {
        rules = JsonSerializer.Deserialize<Dictionary<string, JsonElement>[]>(versions)?.Select(one => new
        {
            id = "CN-PLAN-02", jurisdiction = "CN", divisionCode = Text(one, "divisionCode"), title = "Filed in time", effect = "REFUSE", reason = "FILED_TOO_LATE", citation, confidence,
            effectiveFrom = Text(one, "effectiveFrom"), effectiveTo = Text(one, "effectiveTo"), @params = new { days = one["days"] },
        }),
    });

    private static string? Text(Dictionary<string, JsonElement> one, string name) => one.TryGetValue(name, out var value) ? value.GetString() : null;
}
