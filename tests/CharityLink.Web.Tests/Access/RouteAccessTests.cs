using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CharityLink.Kernel;
using CharityLink.Web.Site;
using CharityLink.Web.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Web.Tests.Access;

/// <summary>Every route of the running program against every kind of visitor: what is open stands in routes.txt, and nothing else is.</summary>
[Collection(Shared.Reading)]
public sealed class RouteAccessTests(SiteHost site)
{
    private static readonly ImmutableArray<(Role Role, string Account)> _accounts =
    [
        (Role.Administrator, "admin"), (Role.FederationOfficer, "officer"), (Role.CharityOfficer, "charity"),
        (Role.TownWorker, "town"), (Role.VillageWorker, "village"), (Role.Auditor, "auditor"),
    ];

    [Fact]
    public void Every_route_is_open_to_exactly_those_the_table_names() => Expectation.Match("routes.txt", Table());

    [Fact]
    public void Every_route_says_who_may_reach_it() =>
        Assert.All(Routes(), route => Assert.True(route.Metadata.GetMetadata<RouteAccess>() is not null, $"{Name(route)} does not say who may reach it."));

    [Fact]
    public async Task The_running_program_keeps_to_the_table()
    {
        var routes = Routes().Where(r => Methods(r) == "GET" && r.RoutePattern.Parameters.All(p => p.Name == "lang")).ToList();
        Assert.NotEmpty(routes);
        await Compare(site.Visitor(), Caller.Public, routes);
        foreach (var (role, account) in _accounts)
        {
            await Compare(await site.SignedIn(account), Holding(role), routes);
        }
    }

    private static async Task Compare(Visitor visitor, Caller caller, IEnumerable<RouteEndpoint> routes)
    {
        foreach (var route in routes)
        {
            var address = "/" + route.RoutePattern.RawText!.Trim('/').Replace("{lang:lang}", "en", StringComparison.Ordinal); // Mapped by text.
            var answer = await visitor.Get(address);
            var turnedAway = answer.Status == 403 || (answer.Location?.StartsWith("/en/sign-in?return=", StringComparison.Ordinal) ?? false) || answer.Location == "/en/sign-in/link";
            var mayEnter = route.Metadata.GetMetadata<RouteAccess>()!.Permits(caller); // Every route has it, see above.
            Assert.True(mayEnter != turnedAway, $"{address} for {caller.Appointments.FirstOrDefault()?.Role.ToString() ?? "public"}: {answer.Status}");
        }
    }

    private string Table()
    {
        var table = new StringBuilder("# who gets through the door of which route: + yes, - no. What is shown inside is narrowed by the caller's divisions.\n");
        table.Append(CultureInfo.InvariantCulture, $"{"",-62}{"public",-8}{"no role",-9}");
        table.AppendJoin("", Enum.GetValues<Role>().Select(role => role.ToString().PadRight(19))).Append('\n');
        foreach (var route in Routes().OrderBy(Name, StringComparer.Ordinal))
        {
            var access = route.Metadata.GetMetadata<RouteAccess>();
            table.Append(Name(route).PadRight(62)).Append(Mark(access, Caller.Public).PadRight(8)).Append(Mark(access, Holding()).PadRight(9));
            table.AppendJoin("", Enum.GetValues<Role>().Select(role => Mark(access, Holding(role)).PadRight(19))).Append('\n');
        }

        return string.Join('\n', table.ToString().Split('\n').Select(line => line.TrimEnd()));
    }

    private IReadOnlyList<RouteEndpoint> Routes() => [.. site.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    private static string Mark(RouteAccess? access, Caller caller) => access?.Permits(caller) == true ? "+" : "-";

    private static Caller Holding(params Role[] roles) => new(
        Guid.CreateVersion7(), CallerKind.Account, [.. roles.Select(role => new Appointment(role, Guid.CreateVersion7(), DivisionCode.Parse("440700")))]);

    private static string Name(RouteEndpoint route) => $"{Methods(route),-5} /{route.RoutePattern.RawText?.Trim('/')}";

    private static string Methods(RouteEndpoint route) => string.Join(',', route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []);
}
