using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Web.Demo;
using CharityLink.Web.Tests.Giving;
using CharityLink.Web.Tests.Support;
using SkiaSharp;

namespace CharityLink.Web.Tests.Projects.Delivery;

/// <summary>What the tests of the work's pages do again and again.</summary>
internal static class Deliveries
{
    /// <summary>A project of the demonstration's village worker that takes gifts or took enough.</summary>
    public static async Task<Guid> RunningProject(this SiteHost site, bool ended = true, bool emergency = false)
    {
        var village = (await (await site.SignedIn("village")).Get("/en/console/projects/new")).Html.QuerySelector("[name=division]")?.GetAttribute("value") ?? "";
        var project = new StoredProject { Division = village, Proposer = DemoId.Of("org:" + village), IsEmergency = emergency };
        await site.Qualify(project.Organiser);
        return (await (ended ? project.Write(site, true, id => new ProjectEnded(id, TimeProvider.System.GetUtcNow(), Money.Cny(115_000_00), 1, true, "organiser")) : project.Write(site))).Id;
    }

    /// <summary>The same, with two steps: one of 30,000 yuan for food, one for the rest.</summary>
    public static async Task<Guid> PlannedProject(this SiteHost site, bool ended = true, bool emergency = false)
    {
        var (id, officer) = (await site.RunningProject(ended, emergency), await site.SignedIn("officer"));
        var two = await officer.Submit(await officer.Get(Page(id) + "/steps"), Form("steps"), ("do", "more"), ("name_zh_0", "备料"), ("name_en_0", "Buy food"), ("due_on_0", "2026-01-15"), ("amount_0_0", "30,000"), ("amount_0_1", ""), ("amount_0_2", ""));
        var saved = await officer.Submit(two, Form("steps"), ("do", "save"), ("name_zh_1", "送餐"), ("name_en_1", "Serve and bring"), ("due_on_1", "2027-06-30"), ("amount_1_0", "56400"), ("amount_1_1", "２１６００"));
        Assert.Equal(303, saved.Status);
        return id;
    }

    /// <summary>Where the work on a project is shown.</summary>
    public static string Page(Guid project, string lang = "en") => $"/{lang}/console/projects/{project}/delivery";

    /// <summary>One of its forms.</summary>
    public static string Form(string act) => $"form[action$='/delivery/{act}']";

    /// <summary>Asked for by the village, let go by the county.</summary>
    public static async Task Release(this SiteHost site, Guid project)
    {
        var (village, officer) = (await site.SignedIn("village"), await site.SignedIn("officer"));
        Assert.Equal(303, (await village.Submit(await village.Get(Page(project)), Form("ask"), ("note", "material is chosen"))).Status);
        Assert.Equal(303, (await officer.Submit(await officer.Get(Page(project)), Form("release"))).Status);
    }

    /// <summary>A photograph, another one for each size.</summary>
    public static byte[] Photo(int side)
    {
        using var bitmap = new SKBitmap(side, side);
        bitmap.Erase(SKColors.Green);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 90);
        return data.ToArray();
    }

    /// <summary>The token of a page: for posting what the page does not offer.</summary>
    public static async Task<KeyValuePair<string, string>> Token(this Visitor visitor) =>
        new("_form", (await visitor.Get("/en/account")).Html.QuerySelector("input[name=_form]")?.GetAttribute("value") ?? "");

    /// <summary>Posts fields to one of the forms without the page.</summary>
    public static async Task<Answer> Force(this Visitor visitor, Guid project, string act, params (string Name, string Value)[] fields) =>
        await visitor.Post(Page(project) + "/" + act, [await visitor.Token(), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);
}
