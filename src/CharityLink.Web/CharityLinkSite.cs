using System.Text.Encodings.Web;
using System.Text.Unicode;
using CharityLink.Web.Home;
using CharityLink.Web.Site;
using Microsoft.Extensions.WebEncoders;
using Npgsql;

namespace CharityLink.Web;

/// <summary>Puts the web application together.</summary>
public static class CharityLinkSite
{
    /// <summary>Everything but running it.</summary>
    public static Task<WebApplication> Create(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        var database = builder.Configuration["CHARITYLINK_DATABASE"] ?? throw new InvalidOperationException("Set CHARITYLINK_DATABASE.");
        builder.Services.AddSingleton(NpgsqlDataSource.Create(database));
        builder.Services.AddCharityLink();
        builder.Services.AddRazorComponents();
        builder.Services.AddAntiforgery();
        // Chinese stays Chinese in the page instead of turning into numbers.
        builder.Services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        builder.Services.AddOutputCache(options => options.AddPolicy(PublicCache.Policy, new PublicCache()));
        builder.Services.AddRouting(options => options.ConstraintMap["lang"] = typeof(LanguageConstraint));
        var app = builder.Build();

        app.UseRouting();
        app.UseOutputCache();
        app.MapAssets();
        SiteRoutes.On(app).MapHome(app);
        return Task.FromResult(app);
    }
}
