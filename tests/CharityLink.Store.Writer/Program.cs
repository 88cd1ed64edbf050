using System.Globalization;
using CharityLink.Store;
using CharityLink.Store.Writer;
using Npgsql;

// Appends without pause and says on standard output what was acknowledged, one line each: "stream version position id".
// It is there to be killed or frozen at any moment. Arguments: connection string, appends in flight.
await using var database = NpgsqlDataSource.Create(args[0]);
await using var store = new EventStore(database, new EventTypes().Add<Written>(), TimeProvider.System);
await using var output = Console.OpenStandardOutput();
var gate = new Lock();

await Task.WhenAll(Enumerable.Range(0, int.Parse(args[1], CultureInfo.InvariantCulture)).Select(_ => Task.Run(Append)));

async Task Append()
{
    var stream = Guid.CreateVersion7();
    for (var version = 0; ; version++)
    {
        var id = Guid.CreateVersion7();
        var metadata = new EventMetadata(CommandId: id);
        var done = (AppendResult.Appended)await store.Append([new(stream, "written", version, [new Written(version + 1, id)])], metadata, CancellationToken.None);
        Say(string.Create(CultureInfo.InvariantCulture, $"{stream} {version + 1} {done.Position} {id}\n"));
    }
}

// In one write each, past every buffer: what was said before a kill has been said whole.
void Say(string line)
{
    lock (gate)
    {
        output.Write(System.Text.Encoding.UTF8.GetBytes(line));
        output.Flush();
    }
}
