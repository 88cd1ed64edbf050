using System.Text.Json;
using CharityLink.Store;
using CharityLink.Web.Site;
using Npgsql;

namespace CharityLink.Web.Hosting;

/// <summary>For those who watch the process: does it live, and can it serve.</summary>
internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => TypedResults.Text("live")).ForAnyone();
        app.MapGet("/health/ready", Ready).ForAnyone();
    }

    // Stopped read models show old numbers, which is for people to mend; pages are served meanwhile, so the node stays in service.
    private static async Task<IResult> Ready(NpgsqlDataSource database, ReadModelHost readModels, CancellationToken ct)
    {
        try
        {
            await using var command = database.CreateCommand("select 1");
            await command.ExecuteScalarAsync(ct);
            var followers = await readModels.Status(ct);
            return TypedResults.Json(
                new { status = followers.Any(f => f.State == "stopped") ? "degraded" : "ready", readModels = followers }, JsonSerializerOptions.Web);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return TypedResults.Json(new { status = "database_away" }, JsonSerializerOptions.Web, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
