using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Web.Hosting;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving.Words;

/// <summary>GIV-5: a giver says something with a gift, from the link to the own gift, with a name or without: without its key the page is not there.</summary>
internal static class WordsRoutes
{
    /// <summary>What the pages need.</summary>
    public static IServiceCollection AddWordsPages(this IServiceCollection services) => services.AddScoped<WordsDesk>().AddScoped<WordsKey>().AddSingleton<WordsShelf>();

    public static void MapWords(this SiteRoutes site)
    {
        site.Forms.MapGet("/gifts/{id:guid}/words", (HttpContext http, Guid id, string? key, string? done, [AsParameters] Sources from, CancellationToken ct) =>
            Show(http, id, key, done, null, [], from, ct));
        site.Forms.MapPost("/gifts/{id:guid}/words", Act).RequireRateLimiting(Limits.Secrets);
        site.MapWordsConsole();
    }

    /// <summary>The page of one gift's words.</summary>
    public static string Address(Guid id, string? key) => $"/gifts/{id}/words{QueryString.Create("key", key ?? "")}";

    private static async Task<IResult> Show(HttpContext http, Guid id, string? key, string? done, WordsForm? typed, IReadOnlyList<Refusal> refusals, Sources from, CancellationToken ct)
    {
        if (await from.Find(id, key, ct) is not { } gift)
        {
            return TypedResults.NotFound();
        }

        var words = await from.Book.Find(id, ct);
        var text = words is { State: not WordsState.TakenBack } ? await from.Vault.Read(words.Left.TextId, ct) : null;
        return Page.Show<WordsPage>(http, new
        {
            Id = id, Key = key, IsNameless = gift.DonorId is null, Words = text is null ? null : words, Text = text, Refusals = refusals, Notice = Page.Notice(http, "words.done", done),
            Form = typed ?? (text is null ? WordsForm.New() : new WordsForm(Guid.CreateVersion7(), text.Message ?? "", words?.Left.Dedication ?? "", text.DedicatedTo ?? "")),
        }, Page.Status(refusals));
    }

    private static async Task<IResult> Act(HttpContext http, Guid id, string? key, WordsDesk desk, [AsParameters] Sources from, CancellationToken ct)
    {
        if (await from.Find(id, key, ct) is not { } gift)
        {
            return TypedResults.NotFound();
        }

        var isBack = http.Request.Form["act"] == "back";
        var form = WordsForm.Read(http.Request.Form);
        var outcome = isBack ? await desk.TakeBack(id, ct) : await desk.Leave(id, gift.DonorId, form, http.Language(), ct);
        return outcome.IsDone
            ? Page.Go(http, outcome, $"{Address(id, key)}&done={(isBack ? "back" : "left")}")
            : await Show(http, id, key, null, isBack ? null : form, outcome.Refusals, from, ct);
    }

    /// <summary>Where the page's figures come from.</summary>
    internal sealed record Sources(Donations Donations, WordsBook Book, Vault Vault, WordsKey Keys)
    {
        /// <summary>The gift, where the key is its giver's and it was paid; null otherwise.</summary>
        public async Task<Donation?> Find(Guid id, string? key, CancellationToken ct) =>
            await Donations.Find(id, ct) is { Donation: { IsPaid: true } donation } && Keys.Opens(key, donation) ? donation : null;
    }
}
