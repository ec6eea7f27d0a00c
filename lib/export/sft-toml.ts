/** What a fine-tuning job is told of its data. */
export type SftFacts = {
  readonly name: string;
  readonly trainPath: string;
  readonly validationPath: string | null;
};

/**
 * A job file for supervised fine-tuning on rows of `messages`, in the four tables that job files of this kind have
 * (algorithm, job, compute, hyperparameters) and one for the validation data. The paths are beside the file. Model and
 * machine are a modest start, to be changed by who trains.
 */
export function sftToml({ name, trainPath, validationPath }: SftFacts): string {
  const validation =
    validationPath === null
      ? ''
      : `
[data]
validation_path = ${tomlText(validationPath)}
`;
  return `# Supervised fine-tuning on ${name.replace(/\s+/g, ' ')}. Change model and machine to yours.

[algorithm]
type = "offline"
method = "sft"

[job]
model = "Qwen/Qwen3-4B"
data_path = ${tomlText(trainPath)}
${validation}
[compute]
gpu_type = "H100"
gpu_count = 1

[hyperparameters]
n_epochs = 3
batch_size = 4
sequence_length = 2048
learning_rate = 2e-5
`;
}

/** A basic string of TOML 1.0: what JSON escapes it escapes alike, and the delete sign besides. */
function tomlText(text: string): string {
  return JSON.stringify(text).replaceAll('\u007f', '\\u007f');
}
