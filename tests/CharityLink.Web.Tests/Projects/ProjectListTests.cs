using CharityLink.Projects;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Projects;

/// <summary>The public list of projects, narrowed and sorted by plain addresses.</summary>
[Collection(Shared.Projects)]
public sealed class ProjectListTests(SiteHost site)
{
    [Fact]
    public async Task The_list_is_narrowed_by_word_place_kind_model_program_and_state()
    {
        var lamps = await new StoredProject { TitleZh = "迳口长者路灯甲", TitleEn = "Lamps alpha", Kind = "village_works", Program = null, Model = FundingModel.AllOrNothing, Deadline = StoredProject.EndOfDay(3) }.Write(site);
        var meals = await new StoredProject { TitleZh = "迳口长者饭菜甲", TitleEn = "Meals alpha", Deadline = StoredProject.EndOfDay(9) }.Write(site);
        var over = await new StoredProject { TitleZh = "迳口旧项甲", TitleEn = "Past alpha" }.Write(site, true, id => new ProjectEnded(id, StoredProject.EndOfDay(-1), CharityLink.Kernel.Money.Cny(1), 1, true, "deadline"));
        Assert.Equal([lamps.Id, meals.Id], await Found("q=alpha"));
        Assert.Equal([lamps.Id, meals.Id, over.Id], await Found("q=alpha&stage=all"));
        Assert.Equal([over.Id], await Found("q=alpha&stage=CarryingOut"));
        Assert.Equal([meals.Id], await Found("q=ALPHA&kind=elder_care"));
        Assert.Equal([lamps.Id], await Found("q=alpha&model=AllOrNothing"));
        Assert.Equal([meals.Id], await Found($"q=alpha&program={meals.Program}"));
        Assert.Equal([lamps.Id, meals.Id], await Found("q=alpha&place=440703101"));
        Assert.Empty(await Found("q=alpha&place=440704"));
        Assert.Equal([lamps.Id, meals.Id], await Found($"q=alpha&by={meals.Organiser}&need=half"));
        Assert.Empty(await Found($"q=alpha&by={Guid.Empty}"));
        Assert.Equal([meals.Id, lamps.Id], (await Found("q=alpha&sort=Newest")).OrderByDescending(id => id));
        Assert.Contains(lamps.Id, await Found("q=长者路灯"));
        Assert.Contains(lamps.Id, await Found("q=zhangzhe+ludeng"));
    }

    [Theory]
    [InlineData("q=alpha&stage=Preparing&kind=nothing&model=7&sort=1&place=x&program=x&by=x&page=x")]
    [InlineData("stage=0&place=999999")]
    [InlineData("q=%25&page=99999999999")]
    [InlineData("q='%3Bdrop table projects")]
    public async Task Whatever_is_no_choice_is_passed_over(string query) => Assert.Equal(200, (await site.Visitor().Get("/en/projects?" + query)).Status);

    [Theory]
    [InlineData("en", "No project matches")]
    [InlineData("zh-CN", "没有符合条件的项目")]
    public async Task An_empty_list_says_what_to_do(string language, string words)
    {
        var page = await site.Visitor().Get($"/{language}/projects?q=zzzzz");
        Assert.Contains(words, page.Text(".empty"), StringComparison.Ordinal);
        Assert.Equal($"/{language}/projects?stage=all", page.Html.QuerySelector(".empty a")?.GetAttribute("href"));
        Assert.Equal("zzzzz", page.Html.QuerySelector("#q")?.GetAttribute("value"));
    }

    [Theory]
    [InlineData("en", "q=foldone", null)]
    [InlineData("en", "q=foldtwo&stage=all", null)]
    [InlineData("en", "q=foldtwo&kind=elder_care&need=half", "2 set")]
    [InlineData("zh-CN", "sort=Newest", "已设 1 项")]
    [InlineData("en", "place=440703101", "1 set")]
    [InlineData("en", "model=AllOrNothing", "1 set")]
    public async Task Filters_are_folded_away_until_one_is_set(string language, string query, string? said)
    {
        var page = await site.Visitor().Get($"/{language}/projects?{query}");
        Assert.Equal(said is not null, page.Html.QuerySelector("form.filters details")?.HasAttribute("open"));
        Assert.Contains(said ?? "Filters and order", page.Text("form.filters summary"), StringComparison.Ordinal);
        Assert.NotNull(page.Html.QuerySelector("form.filters > button"));
    }

    [Fact]
    public async Task What_is_not_public_is_not_listed()
    {
        var draft = await new StoredProject { TitleEn = "Hidden beta" }.Write(site, opened: false);
        Assert.DoesNotContain(draft.Id, await Found("q=beta&stage=all"));
    }

    [Fact]
    public async Task States_are_links_that_keep_the_rest_of_the_question()
    {
        var page = await site.Visitor().Get("/en/projects?q=alpha&page=3");
        Assert.Equal("/en/projects?q=alpha&stage=Done", page.Html.QuerySelectorAll("nav.chips a")[3].GetAttribute("href"));
        Assert.Equal("true", page.Html.QuerySelectorAll("nav.chips a")[0].GetAttribute("aria-current"));
    }

    [Theory]
    [InlineData("en", "Village works (2)", "Care for elders (1)")]
    [InlineData("zh-CN", "（2）", "（1）")]
    public async Task Every_kind_says_how_many_it_would_leave(string language, string works, string care)
    {
        // One question for each language: the numbers are those of its own word.
        var word = language == "en" ? "gammaone" : "gammatwo";
        await new StoredProject { TitleEn = $"First {word}", Kind = "village_works" }.Write(site);
        await new StoredProject { TitleEn = $"Second {word}", Kind = "village_works" }.Write(site);
        await new StoredProject { TitleEn = $"Third {word}" }.Write(site);
        var page = await site.Visitor().Get($"/{language}/projects?q={word}&kind=elder_care");
        Assert.Contains(works, page.Text("#kind option[value=village_works]"), StringComparison.Ordinal);
        Assert.Contains(care, page.Text("#kind option[value=elder_care]"), StringComparison.Ordinal);
        Assert.Contains("0", page.Text("#kind option[value=medical]"), StringComparison.Ordinal);
    }

    private async Task<Guid[]> Found(string query)
    {
        var page = await site.Visitor().Get("/en/projects?" + query);
        return [.. page.Html.QuerySelectorAll(".projects h2 a").Select(link => Guid.Parse(link.GetAttribute("href")!.Split('/')[^1]))]; // Every link leads somewhere.
    }
}
