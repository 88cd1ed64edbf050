using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CharityLink.Store;
using MediatR;
using Microsoft.Extensions.Logging;

namespace CharityLink.Kernel;

/// <summary>First: gives the command its trace and metadata, and writes the one log line each command leaves.</summary>
internal sealed class Trace<TCommand, TResponse>(CommandContext context, IEnumerable<IRefusedAttempts> attempts, ILogger<Trace<TCommand, TResponse>> log) : IPipelineBehavior<TCommand, TResponse>
    where TCommand : notnull
{
    public async Task<TResponse> Handle(TCommand request, CancellationToken ct, RequestHandlerDelegate<TResponse> next)
    {
        if (request is not ICommand command)
        {
            return await next();
        }

        using var activity = CommandActivity.Source.StartActivity(typeof(TCommand).Name);
        context.Metadata = new EventMetadata(
            context.Caller.AccountId?.ToString(), Activity.Current?.TraceId.ToString(), command.CommandId.ToString(),
            command.CommandId, typeof(TCommand).Name, CommandActivity.Hash(request));
        var started = Stopwatch.GetTimestamp();
        var response = await next();
        var outcome = response as Outcome;
        var code = outcome is { IsDone: false } ? outcome.Refusals[0].Code : "done";
        activity?.SetTag("outcome", code);
        var elapsed = Stopwatch.GetElapsedTime(started);
        // What the platform does by itself and well, several times for each gift, is for whoever looks into something.
        var level = context.Caller.Kind == CallerKind.System && outcome is { IsDone: true } ? LogLevel.Debug : LogLevel.Information;
        CommandActivity.Ended(log, level, typeof(TCommand).Name, command.CommandId, code, elapsed.TotalMilliseconds);
        if (outcome is { IsDone: false } && context.Caller.Kind == CallerKind.Account)
        {
            foreach (var attempt in attempts)
            {
                await attempt.Record(context, code, ct);
            }
        }

        return response;
    }
}

/// <summary>Keeps what a signed-in person tried and was refused, for the audit trail.</summary>
public interface IRefusedAttempts
{
    /// <summary>Records one refused command.</summary>
    Task Record(CommandContext context, string code, CancellationToken ct);
}

/// <summary>Second: deny by default, by role and place.</summary>
internal sealed class Authorise<TCommand, TResponse>(CommandContext context, IEnumerable<ILocator> locators) : IPipelineBehavior<TCommand, TResponse>
    where TCommand : notnull
{
    private static readonly AllowAttribute? Rule = AllowAttribute.Of(typeof(TCommand));

    public async Task<TResponse> Handle(TCommand request, CancellationToken ct, RequestHandlerDelegate<TResponse> next)
    {
        if (request is not ICommand)
        {
            return await next();
        }

        var place = request is IActsOn { Subject: { } subject } && Rule is { Public: false } && context.Caller.Kind == CallerKind.Account
            ? await locators.Single(locator => locator.Kind == subject.Kind).Locate(subject.Key, ct) ?? Nowhere
            : null;
        return Rule?.Permits(context.Caller, place) == true
            ? await next()
            : (TResponse)(object)Outcome.Refused(new Refusal("forbidden"));
    }

    /// <summary>A subject that does not exist lies outside every appointment but the administrator's.</summary>
    private static Place Nowhere { get; } = new(default, null);
}

/// <summary>Third: a command that is not well-formed goes no further.</summary>
internal sealed class Validate<TCommand, TResponse> : IPipelineBehavior<TCommand, TResponse> where TCommand : notnull
{
    public Task<TResponse> Handle(TCommand request, CancellationToken ct, RequestHandlerDelegate<TResponse> next) =>
        request is IValidated shape && shape.Validate().ToList() is { Count: > 0 } wrong
            ? Task.FromResult((TResponse)(object)Outcome.Refused(wrong))
            : next();
}

/// <summary>Fourth: a command refused only because it was carried out before answers as it did then.</summary>
/// <remarks>The store itself refuses a command id twice; the look-up is needed only where the rule says no first.</remarks>
internal sealed class OnceOnly<TCommand, TResponse>(EventStore store, CommandContext context) : IPipelineBehavior<TCommand, TResponse> where TCommand : notnull
{
    public async Task<TResponse> Handle(TCommand request, CancellationToken ct, RequestHandlerDelegate<TResponse> next)
    {
        var response = await next();
        if (request is ICommand command && response is Outcome { IsDone: false }
            && await store.FindCommand(command.CommandId, ct) is { } before && before.CommandHash == context.CommandHash)
        {
            return (TResponse)(object)Outcome.Done(before.Position);
        }

        return response;
    }
}

/// <summary>Fifth: decides anew when somebody else was faster, at most three times.</summary>
internal sealed class RetryOnConflict<TCommand, TResponse> : IPipelineBehavior<TCommand, TResponse> where TCommand : notnull
{
    private const int TriesMax = 4;

    public async Task<TResponse> Handle(TCommand request, CancellationToken ct, RequestHandlerDelegate<TResponse> next)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await next();
            }
            catch (ConcurrencyException) when (tries < TriesMax)
            {
                await Task.Delay(RandomNumberGenerator.GetInt32(1, 10 * tries), ct);
            }
            catch (ConcurrencyException)
            {
                return (TResponse)(object)Outcome.Refused(new Refusal("busy"));
            }
            catch (ForeignStreamException)
            {
                return (TResponse)(object)Outcome.Refused(new Refusal("id_taken"));
            }
        }
    }
}

/// <summary>Names for traces and logs, and the hash that recognises a repeated command.</summary>
internal static partial class CommandActivity
{
    public static ActivitySource Source { get; } = new("CharityLink.Commands");

    // A form that is sent once more comes later and is the same wish.
    private static readonly JsonSerializerOptions _wish = new() { TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { WithoutItsTime } } };

    /// <summary>Commands carry no personal data (people are ids), so a hash of the whole is safe to keep. When it was sent does not count.</summary>
    public static string Hash(object command) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(command, command.GetType(), _wish)).AsSpan(0, 16));

    private static void WithoutItsTime(JsonTypeInfo type)
    {
        if (type.Type.IsAssignableTo(typeof(ICommand)) && type.Properties.FirstOrDefault(one => one.Name == "At" && one.PropertyType == typeof(DateTimeOffset)) is { } time)
        {
            type.Properties.Remove(time);
        }
    }

    [LoggerMessage(Message = "{Command} {CommandId} {Outcome} {Milliseconds:F1} ms")]
    public static partial void Ended(ILogger log, LogLevel level, string command, Guid commandId, string outcome, double milliseconds);
}
