using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Html.Parser;
using CharityLink.Evidence;
using CharityLink.Web.Tests.Giving;
using CharityLink.Web.Tests.Projects.Delivery;
using CharityLink.Web.Tests.Support;
using PdfSharp.Pdf;
using static CharityLink.Web.Tests.Projects.Delivery.Deliveries;

namespace CharityLink.Web.Tests.Evidence;

/// <summary>Files over HTTP: how they go out, and what does not come in.</summary>
[Collection(Shared.Delivery)]
public sealed class FilePageTests(SiteHost site)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_picture_runs_nothing_is_what_it_says_and_stays_for_a_year()
    {
        var address = await Receipt(Photo(91), "r.png");
        using var answer = await Fetch(address);
        Assert.Equal((HttpStatusCode.OK, "image/png"), (answer.StatusCode, answer.Content.Headers.ContentType?.ToString()));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("default-src 'none'; sandbox", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal((true, TimeSpan.FromDays(365)), (answer.Headers.CacheControl?.Public, answer.Headers.CacheControl?.MaxAge));
        Assert.Equal($"inline; filename=\"{address.Split('/')[2][..12]}.png\"", answer.Content.Headers.ContentDisposition?.ToString());
        Assert.False(answer.Headers.Contains("Set-Cookie"));

        using var known = await Fetch(address, request => request.Headers.IfNoneMatch.Add(answer.Headers.ETag!)); // Just seen.
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        using var small = await Fetch(address.Replace("whole", "small", StringComparison.Ordinal));
        Assert.Equal("image/webp", small.Content.Headers.ContentType?.ToString());
        Assert.NotEqual(answer.Headers.ETag, small.Headers.ETag);
    }

    [Fact]
    public async Task A_document_is_downloaded_and_never_opened_in_the_site()
    {
        using var document = new PdfDocument();
        document.AddPage();
        using var bytes = new MemoryStream();
        document.Save(bytes, false);
        using var answer = await Fetch(await Receipt(bytes.ToArray(), "invoice.pdf"));
        Assert.Equal(("application/pdf", "attachment"), (answer.Content.Headers.ContentType?.ToString(), answer.Content.Headers.ContentDisposition?.DispositionType));
        Assert.DoesNotContain("invoice", answer.Content.Headers.ContentDisposition?.FileName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_of_a_file_are_sent_and_parts_it_has_not_are_refused()
    {
        var address = await Receipt(Photo(92), "r.png");
        var whole = await site.Visitor().Client.GetByteArrayAsync(new Uri(address, UriKind.Relative), Ct);
        using var part = await Fetch(address, request => request.Headers.Range = new RangeHeaderValue(4, 11));
        Assert.Equal((HttpStatusCode.PartialContent, $"bytes 4-11/{whole.Length}"), (part.StatusCode, part.Content.Headers.ContentRange?.ToString()));
        Assert.Equal(whole[4..12], await part.Content.ReadAsByteArrayAsync(Ct));
        using var end = await Fetch(address, request => request.Headers.Range = new RangeHeaderValue(null, 3));
        Assert.Equal(whole[^3..], await end.Content.ReadAsByteArrayAsync(Ct));
        using var beyond = await Fetch(address, request => request.Headers.Range = new RangeHeaderValue(whole.Length, null));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
    }

    [Theory]
    [InlineData("/files/../../etc/passwd/whole")]
    [InlineData("/files/..%2F..%2Fetc%2Fpasswd/whole")]
    [InlineData("/files/%2e%2e/whole")]
    [InlineData("/files/..%5C..%5Cpeople.key/whole")]
    [InlineData("/files/%2Fetc%2Fpasswd/whole")]
    [InlineData("/files/unfinished/whole")]
    [InlineData("/files/{hash}/..")]
    [InlineData("/files/{hash}/whole.webp")]
    [InlineData("/files/{hash}/small%2F..%2Fwhole")]
    [InlineData("/files/{HASH}/whole")]
    [InlineData("/files/{half}/whole")]
    [InlineData("/en/console/files/..%2F..%2Fpeople.key/whole")]
    [InlineData("/en/console/files/{half}/whole")]
    public async Task No_address_leads_to_anything_but_a_file_that_was_kept(string address)
    {
        var hash = (await Receipt(Photo(93), "r.png")).Split('/')[2];
        var half = FileHash("left by a crash"u8.ToArray());
        var unfinished = Directory.CreateDirectory(Path.Combine(SiteHost.Home, "files", "unfinished")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(unfinished, half), "left by a crash"u8.ToArray(), Ct);
        var officer = await site.SignedIn("officer");
        using var answer = await officer.Client.GetAsync(new Uri(address
            .Replace("{hash}", hash, StringComparison.Ordinal).Replace("{HASH}", hash.ToUpperInvariant(), StringComparison.Ordinal).Replace("{half}", half, StringComparison.Ordinal), UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("en", "These files are too large together", "Back to the form")]
    [InlineData("zh-CN", "这些文件合计过大", "返回表单")]
    public async Task A_hundred_megabytes_are_turned_away_with_a_page_that_leads_back(string lang, string title, string back)
    {
        var (id, village) = (await site.PlannedProject(), await site.SignedIn("village"));
        await site.Release(id);
        var page = await village.Get(Page(id, lang));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Page(id, lang) + "/proof", UriKind.Relative)) { Content = new Endless(100_000_000) };
        request.Headers.Referrer = new Uri($"http://localhost{Page(id, lang)}");
        using var answer = await village.Client.SendAsync(request, Ct);
        var html = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync(Ct));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, title), (answer.StatusCode, html.QuerySelector("h1")?.TextContent));
        Assert.Equal((back, Page(id, lang)), (html.QuerySelector(".ways a")?.TextContent, html.QuerySelector(".ways a")?.GetAttribute("href")));
        Assert.Equal(page.Html.QuerySelectorAll("section").Length, (await village.Get(Page(id, lang))).Html.QuerySelectorAll("section").Length);

        using var foreign = new HttpRequestMessage(HttpMethod.Post, new Uri(Page(id, lang) + "/proof", UriKind.Relative)) { Content = new Endless(EvidenceLimits.RequestBytesMax + 1L) };
        foreign.Headers.Referrer = new Uri("http://localhost//elsewhere.example/");
        using var turned = await village.Client.SendAsync(foreign, Ct);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, turned.StatusCode);
        Assert.DoesNotContain("elsewhere", await turned.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    private static string FileHash(byte[] content) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));

    private async Task<HttpResponseMessage> Fetch(string address, Action<HttpRequestMessage>? with = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
        with?.Invoke(request);
        return await site.Visitor().Client.SendAsync(request, Ct);
    }

    // The public address of a receipt that came in by the form.
    private async Task<string> Receipt(byte[] content, string name)
    {
        var (id, village) = (await site.PlannedProject(), await site.SignedIn("village"));
        await site.Release(id);
        var page = await village.Get(Page(id));
        var line = page.Html.QuerySelector("#line option:not([value=''])")?.GetAttribute("value") ?? "";
        Assert.Equal(303, (await village.Upload(page, Form("spend"), "receipt", [(name, content)], ("line", line), ("amount", "1"), ("purpose", "rice"))).Status);
        await site.Caught("evidence");
        return (await village.Get(Page(id))).Html.QuerySelector("td a[href^='/files/']")?.GetAttribute("href") ?? "";
    }

    /// <summary>A form whose file never seems to end.</summary>
    private sealed class Endless : HttpContent
    {
        private readonly long bytes;

        public Endless(long bytes)
        {
            this.bytes = bytes;
            Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var part = new byte[64 * 1024];
            for (var sent = 0L; sent < bytes; sent += part.Length)
            {
                await stream.WriteAsync(part.AsMemory(0, (int)Math.Min(part.Length, bytes - sent)));
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes;
            return true;
        }
    }
}
