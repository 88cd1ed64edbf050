using CharityLink.Testing;
using Npgsql;

namespace CharityLink.EmbeddedPostgres.Tests;

public sealed class TestDatabases
{
    [Fact]
    public async Task Copies_of_one_template_do_not_see_each_other()
    {
        await using var first = await TestDatabase.Create("notes", PrepareNotes);
        await using var second = await TestDatabase.Create("notes", PrepareNotes);

        await Sql.Run(first.ConnectionString, "insert into note values ('mine')");

        Assert.Equal(2L, await Sql.Run(first.ConnectionString, "select count(*) from note"));
        Assert.Equal(1L, await Sql.Run(second.ConnectionString, "select count(*) from note"));
    }

    [Fact]
    public async Task A_template_is_prepared_once_for_many_that_ask_at_once()
    {
        var times = 0;
        Task Prepare(string connectionString)
        {
            Interlocked.Increment(ref times);
            return PrepareNotes(connectionString);
        }

        var databases = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TestDatabase.Create("asked_at_once", Prepare)));

        Assert.Equal(1, times);
        Assert.Equal(8, databases.DistinctBy(d => d.Name, StringComparer.Ordinal).Count());
        foreach (var database in databases)
        {
            await database.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_disposed_database_is_gone()
    {
        var database = await TestDatabase.Create();
        await Sql.Run(database.ConnectionString, "select 1");
        await database.DisposeAsync();

        var refused = await Assert.ThrowsAsync<PostgresException>(() => Sql.Run(database.ConnectionString, "select 1"));

        Assert.Equal(PostgresErrorCodes.InvalidCatalogName, refused.SqlState);
    }

    private static Task PrepareNotes(string connectionString) =>
        Sql.Run(connectionString, "create table note (text text not null); insert into note values ('the template''s')");
}
