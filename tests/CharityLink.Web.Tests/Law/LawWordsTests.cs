using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Web.Law;
using CharityLink.Web.Site;

namespace CharityLink.Web.Tests.Law;

/// <summary>Whatever a rule can say is said in words, with its article and a way out, in both languages.</summary>
public sealed class LawWordsTests
{
    private static readonly IReadOnlyList<Rule> _kept =
        [.. RulesWeKeep.All.Where(one => one.State == RuleState.Enforced || one.Needs == "asked").Select(one => one.Rule)];

    public static TheoryData<string> Tags => [.. Language.All.Select(language => language.Tag)];

    [Theory]
    [MemberData(nameof(Tags))]
    public void A_refusal_names_its_article_and_the_way_out(string tag)
    {
        var texts = Of(tag);
        Assert.All(_kept.Where(rule => rule.Effect != RuleEffect.Duty), rule => Assert.All(rule.Codes, code =>
        {
            Assert.True(texts.Has($"refusal.{code}") && texts.Has($"way.{code}"), $"{rule.Id} has no words for {code}.");
            Assert.All(rule.Citations.Where(cited => cited.Articles.Length > 0), cited => Assert.Contains(First(cited.Articles), texts[$"refusal.{code}"], StringComparison.Ordinal));
        }));
        Assert.Empty(texts.Way(new Refusal("forbidden")));
    }

    [Theory]
    [MemberData(nameof(Tags))]
    public void A_duty_says_what_is_owed(string tag) =>
        Assert.All(_kept.Where(rule => rule.Effect == RuleEffect.Duty), rule => Assert.All(rule.Codes, code => Assert.NotEqual($"duty.{code}", Of(tag).Of(new Duty(rule.Id, code, default, null, null)), StringComparer.Ordinal)));

    [Theory]
    [MemberData(nameof(Tags))]
    public void The_names_of_parameters_sections_and_needs_are_words(string tag)
    {
        var texts = Of(tag);
        Assert.All(_kept.SelectMany(rule => rule.Parameters.Keys), name => Assert.True(texts.Has($"law.parameter.{name}"), name));
        Assert.All(RulesWeKeep.All, one =>
        {
            Assert.True(texts.Has($"law.section.{one.Rule.Section}") && texts.Has($"law.jurisdiction.{one.Rule.Jurisdiction}"), one.Rule.Section);
            Assert.True(one.Needs is null || texts.Has($"law.needs.{one.Needs}"), one.Needs);
            Assert.All(one.Rule.Effects, effect => Assert.True(texts.Has($"law.effect.{effect}")));
        });
    }

    [Theory]
    [InlineData("en", "The fundraising plan lacks: the leader (Charity Law art. 24, Public Fundraising Measures art. 10).")]
    [InlineData("zh-CN", "募捐方案缺少：活动负责人（《慈善法》第24条，《公开募捐管理办法》第10条）。")]
    public void What_is_missing_is_named_in_words(string tag, string sentence) => Assert.Equal(sentence, Of(tag).Of(new Refusal("plan_incomplete", "leader", "leader")));

    [Fact]
    public void A_list_of_papers_is_shown_in_words()
    {
        var papers = RulesWeKeep.All.Single(one => one.Rule.Id == "CN-JOINT-03").Rule.Parameters["papers"];
        Assert.Equal("proof of identity, certificate of no criminal record, credit report", Of("en").Value(papers));
        Assert.Equal("身份证明、无犯罪记录证明、个人信用报告", Of("zh-CN").Value(papers));
    }

    private static Texts Of(string tag) => Texts.In(Language.All.Single(language => language.Tag == tag));

    private static string First(string articles) => new([.. articles.TakeWhile(char.IsAsciiDigit)]);
}
