using System.Net.Http.Headers;
using CharityLink.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Web.Tests.Pages;

/// <summary>Bad addresses and bad forms get a page that says what happened, in the reader's language.</summary>
[Collection(Shared.Reading)]
public sealed class ProblemTests(SiteHost site)
{
    [Theory]
    [InlineData("/en/no-such-page", "en", "There is no such page")]
    [InlineData("/zh-CN/no-such-page", "zh-CN", "没有这个页面")]
    [InlineData("/no-such-page", "zh-CN", "没有这个页面")]
    public async Task An_unknown_address_is_a_helpful_404(string address, string language, string title)
    {
        var answer = await site.Visitor().Get(address);

        Assert.Equal(404, answer.Status);
        Assert.Equal(language, answer.Html.DocumentElement.GetAttribute("lang"));
        Assert.Equal(title, answer.Text("h1"));
        Assert.NotNull(answer.Html.QuerySelector($"main a[href='/{language}/programs']"));
    }

    [Theory]
    [InlineData("/en/programs?q=%ff")]
    [InlineData("/en/programs?q=%e4%b8")]
    [InlineData("/en/programs?q=a%00b")]
    public async Task An_address_that_is_no_text_is_a_400(string address)
    {
        var answer = await site.Visitor().Get(address);

        Assert.Equal(400, answer.Status);
        Assert.Equal("We could not read this", answer.Text("h1"));
    }

    [Theory]
    [InlineData(null, "", 415)]
    [InlineData("application/json", "{}", 415)]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"email\"\r\nContent-Type: text/plain; charset=utf-7\r\n\r\na\r\n--x--\r\n", 400)]
    [InlineData("multipart/form-data; boundary=x", "--x\r\ngarbage", 400)]
    [InlineData("application/x-www-form-urlencoded", "=x&&=", 400)]
    public async Task A_body_that_is_no_form_is_refused_even_with_a_good_token(string? type, string body, int status)
    {
        var visitor = site.Visitor();
        var token = (await visitor.Get("/en/forgotten")).Html.QuerySelector("input[name=_form]")?.GetAttribute("value");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/en/forgotten") { Content = new StringContent(body) };
        request.Content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        // The last one's token is missing, so that the page repeats the form's values.
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        request.Headers.Add("RequestVerificationToken", body[0..Math.Min(1, body.Length)] == "=" ? "" : token);

        using var response = await visitor.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains("class=\"problem\"", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evil.example:99999")]
    [InlineData("")]
    public async Task A_host_that_can_stand_in_no_address_is_a_400(string host)
    {
        var answer = await site.App.Server.SendAsync(http =>
        {
            (http.Request.Path, http.Request.Host) = ("/en", new Microsoft.AspNetCore.Http.HostString(host));
        }, TestContext.Current.CancellationToken);

        Assert.Equal(400, answer.Response.StatusCode);
    }

    [Theory]
    [InlineData("/en", 200)]
    [InlineData("/en/no-such-page", 404)]
    public async Task The_head_of_a_page_is_answered_as_the_page_is(string address, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, address);
        using var response = await site.Visitor().Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.True(response.Headers.Contains("Content-Security-Policy"));
    }

    [Fact]
    public async Task A_mark_that_was_made_up_neither_waits_nor_passes_the_cache_by()
    {
        var fromCache = false;
        for (var tries = 0; tries < 20 && !fromCache; tries++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/en/organisations");
            request.Headers.Add("Cookie", $"after={long.MaxValue}");
            using var response = await site.App.CreateDefaultClient().SendAsync(request, TestContext.Current.CancellationToken);
            fromCache = response.Headers.Age is not null;
        }

        Assert.True(fromCache);
    }

    [Fact]
    public async Task A_form_without_its_token_changes_nothing_and_says_so()
    {
        var answer = await site.Visitor().Post("/en/forgotten", [KeyValuePair.Create("email", "admin@demo.charitylink.example")]);

        Assert.Equal(400, answer.Status);
        Assert.Equal("This form is no longer good", answer.Text("h1"));
        Assert.Null(answer.Html.QuerySelector("form"));
    }

    [Fact]
    public async Task A_form_of_another_visitor_is_refused()
    {
        var theirs = await site.Visitor().Get("/en/forgotten");

        var answer = await site.Visitor().Submit(theirs, "main form", ("email", "admin@demo.charitylink.example"));

        Assert.Equal(400, answer.Status);
    }

    [Fact]
    public async Task A_form_from_our_own_page_that_is_out_of_date_keeps_its_values_and_can_be_sent_again()
    {
        var visitor = site.Visitor();
        visitor.Client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        var stale = await visitor.Post("/en/forgotten", [KeyValuePair.Create("email", "admin@demo.charitylink.example")]);
        Assert.Equal("admin@demo.charitylink.example", stale.Html.QuerySelector("main form input[name=email]")?.GetAttribute("value"));

        var again = await visitor.Submit(stale, "main form");

        Assert.Equal(200, again.Status);
    }

    [Fact]
    public async Task A_form_larger_than_we_take_is_a_413()
    {
        var visitor = site.Visitor();
        var page = await visitor.Get("/en/forgotten");

        var answer = await visitor.Submit(page, "main form", ("email", new string('a', 300_000)));

        Assert.Equal(413, answer.Status);
    }

    [Theory]
    [InlineData("/en/basket/give", "/en/basket")]
    [InlineData("/zh-CN/basket/change?x=1", "/zh-CN/basket?x=1")]
    [InlineData("/en/console/payments/alerts/0197c0de-0000-7000-8000-000000000001", "/en/console/payments")]
    public async Task An_address_that_takes_forms_only_leads_to_the_page_above_it(string address, string page)
    {
        var answer = await site.Visitor().Get(address);

        Assert.Equal((302, page), (answer.Status, answer.Location));
    }

    [Fact]
    public void The_page_above_is_one_that_there_is()
    {
        var forms = site.App.Services.GetRequiredService<Hosting.FormPages>();
        var id = Guid.CreateVersion7();

        Assert.Equal($"/en/projects/{id}/pages", forms.Above($"/en/projects/{id}/pages/change"));
        // What must be an id and is none leads to no page.
        Assert.Equal("/en/projects", forms.Above("/en/projects/none/pages/change"));
        Assert.Null(forms.Above("/xx/projects/change"));
    }

    [Fact]
    public async Task Posting_to_a_page_that_takes_no_forms_is_a_405_page()
    {
        var answer = await site.Visitor().Post("/en", []);

        Assert.Equal(405, answer.Status);
        Assert.Equal("This cannot be done here", answer.Text("h1"));
    }

    [Fact]
    public void The_address_check_reads_text_as_text()
    {
        Assert.True(Hosting.WellFormed.IsText("/en/search?q=%E6%B1%9F%E9%97%A8+100%25"));
        Assert.True(Hosting.WellFormed.IsText("/en/search?q=100%"));
        Assert.False(Hosting.WellFormed.IsText("/en/search?q=%C0%AF"));
    }
}
