using CharityLink.Testing;
using Npgsql;

namespace CharityLink.EmbeddedPostgres.Tests;

public sealed class Locations : IDisposable
{
    private readonly TestHome _home = TestHome.Create();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Without_an_address_a_private_database_is_made_and_kept()
    {
        for (var start = 0; start < 2; start++)
        {
            await using var location = await DatabaseLocation.Resolve(databaseUrl: null, _home.Path, static _ => { }, Ct);
            Assert.Equal("charitylink", await Sql.Run(location.ConnectionString, "select current_database()::text"));
            Assert.Equal("read,public", await Sql.Run(location.ConnectionString, "show search_path"));
        }
    }

    [Fact]
    public async Task A_private_database_that_was_killed_is_started_again_with_its_data()
    {
        await using var location = await DatabaseLocation.Resolve(databaseUrl: null, _home.Path, static _ => { }, Ct);
        await Sql.Run(location.ConnectionString, "create table gift (amount int); insert into gift values (60); select ''");
        Assert.False(await location.Revive(Ct));
        var postmaster = int.Parse((string)(await Sql.Run(location.ConnectionString, "select split_part(pg_read_file('postmaster.pid'), e'\\n', 1)"))!, System.Globalization.CultureInfo.InvariantCulture); // A running server has written it.
        using (var process = System.Diagnostics.Process.GetProcessById(postmaster))
        {
            process.Kill();
            await process.WaitForExitAsync(Ct);
        }

        Assert.True(await location.Revive(Ct));
        Assert.Equal("60", await Sql.Run(location.ConnectionString, "select amount::text from gift"));
    }

    [Fact]
    public async Task An_address_is_used_and_no_cluster_is_made()
    {
        await using var database = await TestDatabase.Create();

        await using var location = await DatabaseLocation.Resolve(database.ConnectionString, _home.Path, static _ => { }, Ct);

        Assert.Equal(database.Name, await Sql.Run(location.ConnectionString, "select current_database()::text"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_home.Path));
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_named_and_its_password_is_not()
    {
        var told = await Assert.ThrowsAsync<PostgresUnavailableException>(
            () => DatabaseLocation.Resolve("postgres://lin:s3cret@127.0.0.1:1/city", _home.Path, static _ => { }, Ct));

        Assert.StartsWith("The database city at 127.0.0.1 that CHARITYLINK_DATABASE names does not let us in (", told.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", told.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mysql://lin:s3cret@localhost/city")]
    [InlineData("postgres://localhost")]
    [InlineData("s3cret")]
    [InlineData("Host=localhost;Colour=s3cret")]
    [InlineData("postgres://lin@localhost/city?sslmode")]
    public void What_is_no_address_is_refused_with_an_example(string text)
    {
        var told = Assert.Throws<PostgresUnavailableException>(() => DatabaseUrl.Parse(text));

        Assert.Equal(
            "CHARITYLINK_DATABASE is not an address of a database: write postgres://user:password@host:5432/name.", told.Message);
    }

    [Fact]
    public void Both_spellings_of_an_address_mean_the_same()
    {
        var url = DatabaseUrl.Parse("postgresql://lin:p%40ss%2Fword@db.example:6432/city?sslmode=verify-full");
        var pairs = DatabaseUrl.Parse("Host=db.example;Port=6432;Database=city;Username=lin;Password=p@ss/word;SSL Mode=VerifyFull");

        Assert.Equal(pairs.ConnectionString, url.ConnectionString);
        Assert.Equal(SslMode.VerifyFull, url.SslMode);
    }
}
