using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace CharityLink.Web.Tests.Support;

/// <summary>What a visitor was answered.</summary>
public sealed record Answer(int Status, Uri Address, HttpResponseMessage Response, IHtmlDocument Html)
{
    /// <summary>Where a redirect leads.</summary>
    public string? Location => Response.Headers.Location?.OriginalString;

    /// <summary>Text of the first element a selector finds.</summary>
    public string Text(string selector) => Html.QuerySelector(selector)?.TextContent.Trim() ?? "";

    /// <summary>Codes of the refusals the page shows, with the field each stands at.</summary>
    public IReadOnlyList<string> Refusals => [.. Html.QuerySelectorAll("[data-code]").Select(e => e.GetAttribute("data-code") ?? "")];
}

/// <summary>Reads pages and sends their forms, the way a browser without script does.</summary>
public sealed class Visitor(HttpClient client)
{
    /// <summary>For requests a form would not send.</summary>
    public HttpClient Client => client;

    /// <summary>Opens an address.</summary>
    public async Task<Answer> Get(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("text/html");
        return await Read(await client.SendAsync(request));
    }

    /// <summary>Opens where a redirect leads.</summary>
    public Task<Answer> Follow(Answer answer) => Get(answer.Location ?? throw new InvalidOperationException($"{answer.Status} leads nowhere: {answer.Text("main")}"));

    /// <summary>Sends a form of the page with everything it holds, some fields typed over.</summary>
    public Task<Answer> Submit(Answer page, string form, params (string Name, string Value)[] typed)
    {
        var element = page.Html.QuerySelector(form) as IHtmlFormElement ?? throw new InvalidOperationException($"No form '{form}' at {page.Address} ({page.Status}): {page.Text("main")}");
        // The last one typed counts; a field that stands there several times, as for each line, goes along as often.
        var last = typed.GroupBy(field => field.Name, StringComparer.Ordinal).Select(group => group.Last());
        var fields = Fields(element).Where(field => !typed.Any(over => over.Name == field.Name)).Concat(last).Select(field => KeyValuePair.Create(field.Name, field.Value));
        var action = element.GetAttribute("action") is { Length: > 0 } own ? own : page.Address.PathAndQuery;
        return Post(action, fields);
    }

    /// <summary>Sends a form of the page with files chosen in one of its fields.</summary>
    public async Task<Answer> Upload(Answer page, string form, string field, IEnumerable<(string Name, byte[] Content)> files, params (string Name, string Value)[] typed)
    {
        var element = page.Html.QuerySelector(form) as IHtmlFormElement ?? throw new InvalidOperationException($"No form '{form}' at {page.Address} ({page.Status}): {page.Text("main")}");
        Assert.Equal("multipart/form-data", element.Enctype);
        using var content = new MultipartFormDataContent();
        foreach (var (name, value) in Fields(element).Where(one => one.Name != field && !typed.Any(over => over.Name == one.Name)).Concat(typed))
        {
            content.Add(new StringContent(value), name);
        }

        foreach (var (name, bytes) in files)
        {
            content.Add(new ByteArrayContent(bytes), field, name);
        }

        return await Read(await client.PostAsync(new Uri(element.GetAttribute("action") ?? page.Address.PathAndQuery, UriKind.Relative), content));
    }

    /// <summary>Posts fields to an address.</summary>
    public async Task<Answer> Post(string address, IEnumerable<KeyValuePair<string, string>> fields)
    {
        using var content = new FormUrlEncodedContent(fields);
        return await Send(address, content);
    }

    /// <summary>Posts a body as it is.</summary>
    public async Task<Answer> Send(string address, HttpContent body) => await Read(await client.PostAsync(new Uri(address, UriKind.Relative), body));

    private static IEnumerable<(string Name, string Value)> Fields(IHtmlFormElement form) =>
        from element in form.QuerySelectorAll("input[name], select[name], textarea[name]")
        where element is not IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false }
        select (element.GetAttribute("name") ?? "", element switch
        {
            IHtmlInputElement input => input.Value,
            IHtmlSelectElement choice => choice.Value ?? "",
            IHtmlTextAreaElement area => area.Value,
            _ => "",
        });

    private static async Task<Answer> Read(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        return new Answer(
            (int)response.StatusCode, response.RequestMessage!.RequestUri!, response, await new HtmlParser().ParseDocumentAsync(body)); // A response has its request.
    }
}
