import type { TemplateTag } from './template-tags';
import { agentWithToolsSample, agentWithToolsYaml } from './templates/agent-with-tools';
import { banking77Sample, banking77Yaml } from './templates/banking77-intents';
import { domainQuestionsSample, domainQuestionsYaml } from './templates/domain-questions';
import { instructionsToFollowSample, instructionsToFollowYaml } from './templates/instructions-to-follow';
import { judgedAnswersSample, judgedAnswersYaml } from './templates/judged-answers';
import { moreLikeTheseSample, moreLikeTheseYaml } from './templates/more-like-these';
import { preferencePairsSample, preferencePairsYaml } from './templates/preference-pairs';
import { questionAndAnswerSample, questionAndAnswerYaml } from './templates/question-and-answer';
import { questionsOnDocumentsSample, questionsOnDocumentsYaml } from './templates/questions-on-documents';
import { rewordedReviewsSample, rewordedReviewsYaml } from './templates/reworded-reviews';
import { shopMessagesSample, shopMessagesYaml } from './templates/shop-messages';
import { supportConversationsSample, supportConversationsYaml } from './templates/support-conversations';
import { tinyStoriesSample, tinyStoriesYaml } from './templates/tiny-stories';

/** A recipe to start from. */
export type RecipeTemplate = {
  id: string;
  name: string;
  description: string;
  tags: readonly TemplateTag[];
  yaml: string;
  /** One row as it comes out, as JSON text. */
  sampleOutput: string;
  /** Whether the recipe runs without a key, on the model that comes with Seedloom. */
  runsLocally: boolean;
  /** Of a conversation with tools, where each answer looks something up once. */
  callsPerRow: number;
};

/** The recipes that a newcomer can start from; the first runs on the local model. */
export const recipeTemplates: readonly RecipeTemplate[] = [
  {
    id: 'tiny-stories',
    name: 'Tiny stories',
    tags: [],
    description: 'A two-sentence story and its title, from a setting, a mood and a character.',
    yaml: tinyStoriesYaml,
    sampleOutput: tinyStoriesSample,
    runsLocally: true,
    callsPerRow: 2,
  },
  {
    id: 'banking77-intents',
    name: 'Banking77 intents',
    tags: ['classify'],
    description: 'Messages of bank customers, each labelled with one of 77 intents, as conversations.',
    yaml: banking77Yaml,
    sampleOutput: banking77Sample,
    runsLocally: false,
    callsPerRow: 1,
  },
  {
    id: 'question-and-answer',
    name: 'Question and answer',
    tags: ['questions'],
    description: 'A question on a topic at a level of difficulty, then its answer, as conversations.',
    yaml: questionAndAnswerYaml,
    sampleOutput: questionAndAnswerSample,
    runsLocally: false,
    callsPerRow: 2,
  },
  {
    id: 'support-conversations',
    name: 'Support conversations',
    tags: ['conversation'],
    description: 'Conversations of two to four turns: a plan, then user and assistant write in turn.',
    yaml: supportConversationsYaml,
    sampleOutput: supportConversationsSample,
    runsLocally: false,
    callsPerRow: 8,
  },
  {
    id: 'agent-with-tools',
    name: 'Agent with tools',
    tags: ['conversation', 'tools'],
    description: 'Conversations in which an assistant looks things up by tools that answer from tables.',
    yaml: agentWithToolsYaml,
    sampleOutput: agentWithToolsSample,
    runsLocally: false,
    callsPerRow: 7,
  },
  {
    id: 'instructions-to-follow',
    name: 'Instructions to follow',
    tags: ['questions'],
    description:
      'Tasks with a constraint and answers that keep it; some pairs in an exact share of the rows.',
    yaml: instructionsToFollowYaml,
    sampleOutput: instructionsToFollowSample,
    runsLocally: false,
    callsPerRow: 2,
  },
  {
    id: 'domain-questions',
    name: 'Questions of a field',
    tags: ['questions'],
    description: 'Questions of one field by beginners and experts, each answered in the same call.',
    yaml: domainQuestionsYaml,
    sampleOutput: domainQuestionsSample,
    runsLocally: false,
    callsPerRow: 1,
  },
  {
    id: 'shop-messages',
    name: 'Shop messages',
    tags: ['classify'],
    description:
      'Messages of made-up people about orders: names, amounts, days and numbers drawn by samplers.',
    yaml: shopMessagesYaml,
    sampleOutput: shopMessagesSample,
    runsLocally: false,
    callsPerRow: 1,
  },
  {
    id: 'reworded-reviews',
    name: 'Reworded reviews',
    tags: ['classify'],
    description: 'More examples out of those that you have: each said anew in another voice, its label kept.',
    yaml: rewordedReviewsYaml,
    sampleOutput: rewordedReviewsSample,
    runsLocally: false,
    callsPerRow: 1,
  },
  {
    id: 'questions-on-documents',
    name: 'Questions on documents',
    tags: ['questions', 'documents'],
    description: 'A question that a passage answers, and an answer that rests on the passage alone.',
    yaml: questionsOnDocumentsYaml,
    sampleOutput: questionsOnDocumentsSample,
    runsLocally: false,
    callsPerRow: 2,
  },
  {
    id: 'more-like-these',
    name: 'More like these',
    tags: ['questions'],
    description: 'New pairs in the manner of yours: each row shows the model three of them, drawn by chance.',
    yaml: moreLikeTheseYaml,
    sampleOutput: moreLikeTheseSample,
    runsLocally: false,
    callsPerRow: 2,
  },
  {
    id: 'judged-answers',
    name: 'Judged answers',
    tags: ['questions'],
    description:
      'Questions with answers in one call, scored by a judge: rows that it finds weak are replaced.',
    yaml: judgedAnswersYaml,
    sampleOutput: judgedAnswersSample,
    runsLocally: false,
    callsPerRow: 2,
  },
  {
    id: 'preference-pairs',
    name: 'Preference pairs',
    tags: ['questions'],
    description: 'A careful and a careless answer to one question, as prompt, chosen and rejected for DPO.',
    yaml: preferencePairsYaml,
    sampleOutput: preferencePairsSample,
    runsLocally: false,
    callsPerRow: 3,
  },
];
