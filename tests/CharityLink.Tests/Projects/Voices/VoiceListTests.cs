using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Store;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CharityLink.Tests.Projects.Voices;

/// <summary>What pages read of updates and questions, on real PostgreSQL, entered by commands.</summary>
public sealed class VoiceListTests(World world) : IClassFixture<World>
{
    private readonly VoiceList voices = world.Services.GetRequiredService<VoiceList>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_newest_update_comes_first_and_its_corrections_stand_with_it()
    {
        var project = await Opened();
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await Do(Post(project, first, ProjectFacts.Opened.AddDays(1)));
        await Do(Post(project, second, ProjectFacts.Opened.AddDays(2)));
        await Do(new CorrectUpdate(Guid.CreateVersion7(), project, first, Guid.CreateVersion7(), "更正", "", ProjectFacts.Opened.AddDays(3)));
        var page = await voices.UpdatesOf(project, 1, 1, Ct);
        Assert.Equal((2L, second), (page.Total, Assert.Single(page.Rows).UpdateId));
        var older = Assert.Single((await voices.UpdatesOf(project, 2, 1, Ct)).Rows);
        Assert.Equal(("text", "更正", ProjectFacts.Opened.AddDays(1)), (older.TextEn, Assert.Single(older.Corrections).TextZh, older.PostedAt));
    }

    [Fact]
    public async Task Only_what_was_let_through_or_answered_is_for_everybody()
    {
        var project = await Opened();
        var ids = Enumerable.Range(1, 4).Select(_ => Guid.CreateVersion7()).ToList();
        foreach (var id in ids)
        {
            await Do(new AskQuestion(Guid.CreateVersion7(), project, id, "Why?", null, "en"));
        }

        await Do(new ApproveQuestion(Guid.CreateVersion7(), project, ids[1]));
        await Do(new AnswerQuestion(Guid.CreateVersion7(), project, ids[2], "", "Because"));
        await Do(new RefuseQuestion(Guid.CreateVersion7(), project, ids[3], "no"));
        var newest = await voices.Newest(project, 10, Ct);
        Assert.Equal((2L, 0L), (newest.QuestionCount, newest.UpdateCount));
        Assert.Equal(new[] { ids[1], ids[2] }.Order(), newest.Questions.Select(row => row.QuestionId).Order());
        Assert.Equal("Because", newest.Questions.Single(row => row.QuestionId == ids[2]).AnswerEn);
        Assert.Equal(new[] { ids[0], ids[1] }.Order(), (await voices.WaitingAt(project, 10, Ct)).Select(row => row.QuestionId).Order());
        Assert.Equal(2, (await voices.QuestionsOf(project, 1, 10, Ct)).Total);
    }

    [Fact]
    public async Task Commands_say_no_where_the_rules_do()
    {
        var stranger = await world.Send(Post(Guid.CreateVersion7(), Guid.CreateVersion7(), ProjectFacts.Opened));
        Assert.Equal("project_unknown", Assert.Single(stranger.Refusals).Code);
        var project = await Opened();
        var outside = await world.Send(new AnswerQuestion(Guid.CreateVersion7(), project, Guid.CreateVersion7(), "", "x"), Staff.Holding(Role.FederationOfficer, "440705"));
        Assert.Equal("forbidden", Assert.Single(outside.Refusals).Code);
    }

    [Fact]
    public async Task Updates_are_mailed_to_each_mailbox_once_to_whoever_used_it_last()
    {
        var (project, giver) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await Paid(project, first, giver);
        await Paid(project, Guid.CreateVersion7(), null);
        await Paid(null, Guid.CreateVersion7(), Guid.CreateVersion7());
        var last = await Paid(project, second, giver);
        Assert.True(await world.Services.GetRequiredService<ReadModelHost>().WaitFor(voices.Name, last, TimeSpan.FromSeconds(10), Ct));
        await using var connection = await world.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(Ct);
        Assert.Equal([(giver, second)], await connection.QueryAsync<(Guid, Guid)>("select giver_id, person_id from read.project_giver where project_id = @project", new { project }));
    }

    private async Task<long> Paid(Guid? project, Guid person, Guid? giver)
    {
        var id = Guid.CreateVersion7();
        var cause = new GiftCause(null, null, Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), DivisionCode.Parse("440703103201"), project);
        var done = await world.Store.Append(
            [new StreamChange(id, "donation", 0, [new DonationPaid(id, Guid.CreateVersion7(), cause, Money.Cny(1), new PersonId(person), false, "sandbox", giver is { } box ? new PersonId(box) : null)])], EventMetadata.None, Ct);
        return Assert.IsType<AppendResult.Appended>(done).Position;
    }

    private static PostUpdate Post(Guid project, Guid update, DateTimeOffset at) => new(Guid.CreateVersion7(), project, update, "标题", "title", "正文", "text", [], at);

    private async Task<Guid> Opened()
    {
        var facts = ProjectFacts.New();
        await facts.Write(world.Store, 0, facts.UpToLive);
        return facts.Id;
    }

    private Task<Outcome> Do(ICommand command) => world.Do(command, null, voices.Name);
}
